import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalogue } from './load-catalogue.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const load = async (text: string) => {
  const path = join(folder, 'catalogue.yaml');
  await writeFile(path, text);
  return loadCatalogue({ path });
};

/** What loading this text complains about. */
const complaint = async (text: string): Promise<string> => {
  const error: unknown = await load(text).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'not_configured', details: { reason: 'catalogue', file: join(folder, 'catalogue.yaml') } });
  return error instanceof Error ? error.message : '';
};

describe('a catalogue', () => {
  test('has the ten shipped types with their durations and approvals', async () => {
    const { types } = await loadCatalogue({
      path: fileURLToPath(new URL('../../../../examples/celery/catalogue.yaml', import.meta.url)),
    });
    expect([...types.values()].map(({ id, approval, expectedDuration }) => [id, approval, expectedDuration?.maxS])).toEqual([
      ['resilience_health_check', 'model', 120],
      ['resilience_contingency', 'model', 300],
      ['resilience_fallback_precompute', 'model', 600],
      ['resilience_utilization_forecast', 'model', 180],
      ['resilience_crisis_activation', 'human', 30],
      ['metrics_computation', 'model', 300],
      ['metrics_snapshot', 'model', 120],
      ['metrics_cleanup', 'client', 120],
      ['metrics_fairness_report', 'model', 240],
      ['metrics_version_diff', 'model', 180],
    ]);
  });

  test('needs no more than the name of the task', async () => {
    const catalogue = await load('task_types: { add: { task: tasks.add } }');
    const type = catalogue.types.get('add');
    expect(type).toMatchObject({ id: 'add', title: 'add', taskName: 'tasks.add', approval: 'model', queue: undefined });
    if (type === undefined) return;
    expect(await catalogue.checkParams({ type, params: {} })).toEqual({});
    await expect(catalogue.checkParams({ type, params: { x: 1 } })).rejects.toThrow('x is no field of it');
  });

  test.for([
    ['30 seconds', 30],
    ['90s', 90],
    ['2-5 minutes', 300],
    ['1.5 h', 5_400],
    ['2 to 3 hours', 10_800],
    ['overnight', undefined],
  ])('understands a duration of %s as %s s', async ([text, maxS]) => {
    const { types } = await load(`task_types: { add: { task: tasks.add, expected_duration: "${text}" } }`);
    expect(types.get('add')?.expectedDuration).toEqual({ text, maxS });
  });
});

describe('what is wrong is told with its line', () => {
  test.for<[string, string, string]>([
    [
      'an unknown key',
      'task_types:\n  add:\n    task: tasks.add\n    que: fast\n',
      'line 3, task_types.add: Unrecognized key: "que"',
    ],
    ['a missing task', 'task_types:\n  add: {}\n', 'line 2, task_types.add.task:'],
    ['a wrong word', 'task_types:\n  add:\n    task: tasks.add\n    priority: urgent\n', 'line 4, task_types.add.priority:'],
    ['a name with spaces', 'task_types:\n  "add two":\n    task: tasks.add\n', 'line 3, task_types.add two:'],
    ['YAML that is none', 'task_types:\n  add: [\n', 'line 3'],
    ['a key twice', 'task_types:\n  add: { task: a }\n  add: { task: b }\n', 'Map keys must be unique at line 3'],
    ['an empty file', '', 'line 1, file:'],
    [
      'one task under two types',
      'task_types:\n  add:\n    task: tasks.add\n  sum:\n    task: tasks.add\n',
      'line 5, task_types.sum.task: add is the type of this task already',
    ],
    [
      'a type named like the task of another',
      'task_types:\n  tasks.add:\n    task: tasks.sum\n  sum:\n    task: tasks.add\n',
      'line 3, task_types.tasks.add: this is the name of the task of sum',
    ],
    [
      'an approver without a human',
      'task_types:\n  add:\n    task: tasks.add\n    approver_param: by\n',
      'line 4, task_types.add.approver_param: only approval: human',
    ],
    [
      'an approver who is no field',
      'task_types:\n  add:\n    task: tasks.add\n    approval: human\n    approver_param: by\n',
      'line 5, task_types.add.approver_param: params.properties has no by',
    ],
    [
      'an approver whom callers should fill',
      'task_types:\n  add:\n    task: t\n    approval: human\n    approver_param: by\n    params:\n      required: [by]\n      properties: { by: {} }\n',
      'line 7, task_types.add.params.required: callers cannot fill by',
    ],
    [
      'a schema for something else than keyword arguments',
      'task_types:\n  add:\n    task: t\n    params:\n      type: array\n',
      'line 5, task_types.add.params.type: params are keyword arguments',
    ],
    [
      'a pattern that is none',
      'task_types:\n  add:\n    task: t\n    params:\n      properties:\n        x: { pattern: "(" }\n',
      'line 6, task_types.add.params.properties.x.pattern: this is no regular expression',
    ],
  ])('%s', async ([, text, expected]) => {
    expect(await complaint(text)).toContain(expected);
  });

  test('the first ten, with a count of the others', async () => {
    const entries = Array.from({ length: 13 }, (_, index) => `  t${index}: { tsk: x${index}, task: x${index} }`);
    const text = await complaint(`task_types:\n${entries.join('\n')}\n`);
    expect(text).toContain('line 11, task_types.t9');
    expect(text).not.toContain('task_types.t10');
    expect(text).toMatch(/; and 3 more\.$/);
  });

  test('a file that is not there', async () => {
    await expect(loadCatalogue({ path: join(folder, 'none.yaml') })).rejects.toMatchObject({
      code: 'not_configured',
      message: 'The catalogue of task types cannot be used: It cannot be read.',
      hint: `Correct ${join(folder, 'none.yaml')} and start the server again.`,
    });
  });
});

describe('a hostile file', () => {
  test('is refused beyond a megabyte', async () => {
    expect(await complaint(`# ${'x'.repeat(1 << 20)}\ntask_types: {}\n`)).toContain('It is larger than 1 MiB.');
  });

  test('cannot unfold a few lines into millions', async () => {
    const rows = Array.from({ length: 9 }, (_, row) => {
      const inner = Array.from({ length: 9 }, () => (row === 0 ? '"lol"' : `*a${row - 1}`));
      return `a${row}: &a${row} [${inner.join(', ')}]`;
    });
    expect(await complaint(`${rows.join('\n')}\ntask_types: {}\n`)).toContain('alias');
  });

  test('cannot name a type or a field after the prototype of all objects', async () => {
    expect(await complaint('task_types:\n  add: { task: tasks.add, __proto__: { approval: human } }\n')).toContain(
      'task_types.add',
    );
    const { types } = await load('task_types:\n  __proto__: { task: tasks.add }\n');
    expect([...types.keys()].filter((id) => id !== '__proto__')).toEqual([]);
    expect(Object.prototype).not.toHaveProperty('task');
  });

  test('is refused when a schema is nested a hundred times', async () => {
    const schema = `${'{ not: '.repeat(100)}{}${' }'.repeat(100)}`;
    expect(await complaint(`task_types: { add: { task: t, params: ${schema} } }`)).toContain('nested too deeply');
  });

  test.for(['$ref', '$dynamicRef'])('cannot make %s reach into the network', async (key) => {
    const text = `task_types:\n  add:\n    task: t\n    params:\n      properties:\n        x: { ${key}: "http://127.0.0.1:1/schema.json" }\n`;
    expect(await complaint(text)).toContain(
      `line 6, task_types.add.params.properties.x.${key}: nothing outside of the schema is read`,
    );
  });
});
