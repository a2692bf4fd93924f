import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { LineclearError, type Plugin, read } from '../plugin/index.ts';
import { connectionOf, pluginOf, profileOf, readTool, registryOf, writeTool } from './test/composition.ts';

const problemsOf = async (plugins: Parameters<typeof registryOf>[0]['plugins']): Promise<string> => {
  const error: unknown = await registryOf({ plugins }).catch((thrown: unknown) => thrown);
  if (!LineclearError.is(error)) throw new Error('expected a refusal');
  expect(error.code).toBe('invalid_input');
  return error.message;
};

describe('names that clash', () => {
  const tasks = pluginOf({ id: 'tasks', tools: [readTool('task_list')] });

  test('name both plugins, both tools and the way out', async () => {
    const jobs = pluginOf({ id: 'background-jobs', tools: [readTool('task_list')] });
    const message = await problemsOf([tasks, jobs]);
    expect(message).toContain(
      'plugin background-jobs: the name "task_list" of tool task_list is also a name of tool task_list of plugin tasks',
    );
    expect(message).toContain("prefix: 'background_jobs_'");
    const registry = await registryOf({ plugins: [tasks, { plugin: jobs, prefix: 'background_jobs_' }] });
    expect(registry.entries.map(({ name }) => name)).toEqual(['task_list', 'background_jobs_task_list']);
  });

  test.each<[string, Plugin]>([
    ['an alias', pluginOf({ id: 'other', tools: [readTool('job_list', { aliases: [{ name: 'task_list' }] })] })],
    ['an alias prefix', pluginOf({ id: 'other', aliasPrefixes: ['task_'], tools: [readTool('list')] })],
  ])('are refused for %s too', async (_, other) => {
    expect(await problemsOf([tasks, other])).toContain('plugin tasks; give one of the two plugins a prefix');
  });

  test('are refused within one plugin, where no prefix helps', async () => {
    const twice = pluginOf({ id: 'twice', tools: [readTool('a'), readTool('b', { aliases: [{ name: 'a' }] })] });
    expect(await problemsOf([twice])).toBe(
      'The plugins cannot be composed: plugin twice: the name "a" of tool b is also a name of tool a; rename one of them',
    );
  });

  test('are refused for connections of one id that are not the same value', async () => {
    const toolOf = (id: string) =>
      connectionOf(id).read({
        name: `read_${id}`,
        toolset: 'things',
        description: 'Reads.',
        input: z.object({}),
        output: z.object({}),
        run: () => ({}),
      });
    const left = pluginOf({ id: 'left', tools: [toolOf('shared')] });
    const right = pluginOf({ id: 'right', tools: [{ ...toolOf('shared'), name: 'other' }] });
    expect(await problemsOf([left, right])).toContain('plugin right: defines a connection "shared", and so does plugin left');
  });
});

describe('plugins that cannot be composed', () => {
  test.each<[string, Plugin, string]>([
    [
      'a tool name',
      pluginOf({ id: 'p', tools: [readTool('Task-List')] }),
      'plugin p, tool Task-List: "Task-List" cannot be a tool name',
    ],
    ['a long tool name', pluginOf({ id: 'p', tools: [readTool('a'.repeat(49))] }), 'at most 48 characters'],
    [
      'an alias',
      pluginOf({ id: 'p', tools: [readTool('a', { aliases: [{ name: 'b c' }] })] }),
      'plugin p, tool a: "b c" cannot be an alias',
    ],
    [
      'an empty description',
      pluginOf({ id: 'p', tools: [readTool('a', { description: ' ' })] }),
      'tool a: the description is empty',
    ],
    [
      'a toolset',
      pluginOf({ id: 'p', tools: [readTool('a', { toolset: 'thngs' })] }),
      'tool a: the toolset "thngs" is not one of',
    ],
    [
      'a group',
      pluginOf({ id: 'p', groups: { all: ['thing'] } }),
      'the group "all" names the unknown toolset "thing"; did you mean "things"?',
    ],
    ['a plugin id', pluginOf({ id: 'My Plugin' }), '"My Plugin" cannot be a plugin id'],
    ['a version', pluginOf({ id: 'p', version: '' }), 'plugin p: the version is empty'],
    ['an alias prefix', pluginOf({ id: 'p', aliasPrefixes: ['mcp grafana'] }), '"mcp grafana" cannot be an alias prefix'],
    ['a silent toolset', pluginOf({ id: 'p', toolsets: { a: { title: 'A', use: '' } } }), 'does not say what it is for'],
  ])('are refused for %s', async (_, plugin, message) => {
    expect(await problemsOf([plugin])).toContain(message);
  });

  test('are refused for inputs that the compiler did not see', async () => {
    const facts = { toolset: 'things', description: 'Any.', output: z.object({}), run: () => ({}) };
    const input: z.ZodObject = z.object({ ticket: z.string(), confirm: z.boolean() });
    expect(await problemsOf([pluginOf({ id: 'p', tools: [read({ ...facts, name: 'a', input })] })])).toContain(
      'plugin p, tool a: the input has confirm, ticket, which core adds; rename it',
    );
  });

  test('are refused for schemas that cannot be listed, where a profile has the tool', async () => {
    const lamp = connectionOf('lamp');
    const input = z.object({ at: z.date() });
    const facts = { toolset: 'things', description: 'Any.', output: z.object({}), run: () => ({}) };
    const plugins = [pluginOf({ id: 'p', tools: [lamp.read({ ...facts, name: 'a', input })] })];
    const { entries } = await registryOf({ plugins });
    expect(() => entries[0]?.inputSchema).toThrow('the input has no JSON Schema');
    await expect(registryOf({ plugins, profiles: [profileOf('home', { connections: ['lamp'] })] })).rejects.toThrow(
      'plugin p, tool a: the input has no JSON Schema',
    );
  });

  test('tell everything that is wrong at once', async () => {
    const message = await problemsOf([
      pluginOf({ id: 'p', tools: [readTool('A'), readTool('b', { description: '' }), readTool('c')] }),
    ]);
    expect(message.match(/^- plugin p, tool/gm)).toHaveLength(2);
  });

  test('are refused when composed twice', async () => {
    const plugin = pluginOf({ id: 'p', tools: [readTool('a')] });
    expect(await problemsOf([plugin, { plugin, prefix: 'second_' }])).toContain('plugin p: composed more than once');
  });
});

describe('resolve', () => {
  test('finds a tool by its name, its alias and its alias prefix, and says which was used', async () => {
    const input = (args: object) => ({ ...args });
    const tool = { ...readTool('list'), aliases: [{ name: 'List-All.v1', input }] };
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', aliasPrefixes: ['mcp_p_'], tools: [tool] })] });
    expect(registry.resolve('list')).toMatchObject({ found: true, entry: { name: 'list' }, alias: undefined });
    expect(registry.resolve('List-All.v1')).toMatchObject({ found: true, entry: { name: 'list' }, alias: { input } });
    expect(registry.resolve('mcp_p_list')).toMatchObject({ found: true, entry: { name: 'list' }, alias: { name: 'mcp_p_list' } });
  });

  test('prefers an alias that is written out, with its mapping, to the same name made from a prefix', async () => {
    const input = (args: object) => ({ ...args });
    const tool = { ...readTool('list'), aliases: [{ name: 'mcp_p_list', input }] };
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', aliasPrefixes: ['mcp_p_'], tools: [tool] })] });
    expect(registry.resolve('mcp_p_list')).toMatchObject({ found: true, alias: { input } });
  });

  test('suggests names for one that does not exist', async () => {
    const registry = await registryOf({
      plugins: [pluginOf({ id: 'p', tools: [readTool('task_list'), writeTool('task_cancel')] })],
    });
    expect(registry.resolve('cancel_task')).toEqual({ found: false, excluded: false, similar: ['task_cancel'] });
    expect(registry.resolve('constructor')).toMatchObject({ found: false });
  });
});

describe('the definition hash', () => {
  const hashOf = async (plugin: Plugin) => (await registryOf({ plugins: [plugin] })).entries[0]?.definitionHash;

  test('changes with version, name, description, schemas and risk, and with nothing else', async () => {
    const base = pluginOf({ id: 'p', tools: [writeTool('a')] });
    const hash = await hashOf(base);
    expect(await hashOf({ ...base, title: 'Another title' })).toBe(hash);
    const [tool] = base.tools;
    if (tool === undefined) throw new Error('no tool');
    const others = [
      { ...base, version: '1.0.1' },
      { ...base, tools: [writeTool('b')] },
      { ...base, tools: [writeTool('a', { risk: 'destructive' })] },
      { ...base, tools: [{ ...tool, description: 'Writes a now.' }] },
      { ...base, tools: [{ ...tool, input: z.object({ id: z.string().optional() }) }] },
      { ...base, tools: [{ ...tool, output: z.object({ done: z.string() }) }] },
    ];
    const hashes = await Promise.all(others.map(hashOf));
    expect(new Set([hash, ...hashes]).size).toBe(7);
  });
});

test('gives calls the deadline of the tool, or else the one for its kind', async () => {
  const tools = [
    readTool('a'),
    writeTool('b'),
    { ...readTool('c'), deadlineMs: 5 },
    { ...readTool('d'), deadlineMs: ({ seconds }: { seconds: number }) => seconds * 1_000 },
  ];
  const { entries } = await registryOf({ plugins: [pluginOf({ id: 'p', tools })] });
  expect(entries.map((entry) => entry.deadlineMs({ seconds: 3 }))).toEqual([30_000, 120_000, 5, 3_000]);
});
