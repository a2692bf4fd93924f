import { describe, expect, test } from 'vitest';
import type { Plugin } from '../plugin/index.ts';
import { listedNames, pluginOf, readTool, registryOf, viewOf, writeTool } from './test/composition.ts';
import type { Selection } from './types.ts';

const use = (title: string) => ({ title, use: `${title}.` });
const tasker = pluginOf({
  id: 'tasker',
  toolsets: { things: use('Tasks'), queues: use('Queues') },
  groups: { everyday: ['things'] },
  aliasPrefixes: ['mcp_tasker_'],
  tools: [
    readTool('task_list', { aliases: [{ name: 'List.Tasks' }] }),
    writeTool('task_cancel'),
    readTool('queue_list', { toolset: 'queues' }),
  ],
});
const grafana: Plugin = pluginOf({ id: 'grafana', tools: [readTool('dashboard_get')] });

const namesOf = async (selection: Selection): Promise<readonly string[]> =>
  (await registryOf({ plugins: [tasker, grafana], selection })).entries.map(({ name }) => name);

describe('a selection', () => {
  test.each<[string, Selection, readonly string[]]>([
    ['nothing: everything', {}, ['task_list', 'task_cancel', 'queue_list', 'dashboard_get']],
    ['a toolset of any plugin', { toolsets: ['things'] }, ['task_list', 'task_cancel', 'dashboard_get']],
    ['a toolset of one plugin', { toolsets: ['tasker/things'] }, ['task_list', 'task_cancel']],
    ['a group', { toolsets: ['everyday'] }, ['task_list', 'task_cancel']],
    ['a group of one plugin', { toolsets: ['tasker/everyday'] }, ['task_list', 'task_cancel']],
    ['tools', { tools: ['dashboard_get'] }, ['dashboard_get']],
    ['a tool by its alias', { tools: ['List.Tasks'] }, ['task_list']],
    ['a tool by its alias prefix', { tools: ['mcp_tasker_queue_list'] }, ['queue_list']],
    ['toolsets and tools together', { toolsets: ['queues'], tools: ['task_list'] }, ['task_list', 'queue_list']],
    ['reads', { readOnly: true }, ['task_list', 'queue_list', 'dashboard_get']],
    ['all but some', { excludeTools: ['task_list'] }, ['task_cancel', 'queue_list', 'dashboard_get']],
    [
      'all but one named by its alias',
      { excludeTools: ['mcp_tasker_task_list'] },
      ['task_cancel', 'queue_list', 'dashboard_get'],
    ],
    ['an exclusion over a tool named elsewhere', { tools: ['task_list'], excludeTools: ['task_list'] }, []],
    ['reads over a write named elsewhere', { tools: ['task_cancel'], readOnly: true }, []],
    ['no toolset at all', { toolsets: [] }, []],
  ])('may name %s', async (_, selection, expected) => {
    expect(await namesOf(selection)).toEqual(expected);
  });

  test('holds for every name of a tool', async () => {
    const registry = await registryOf({ plugins: [tasker, grafana], selection: { excludeTools: ['task_list'] } });
    for (const name of ['task_list', 'List.Tasks', 'mcp_tasker_task_list']) {
      expect(registry.resolve(name)).toEqual({ found: false, excluded: true, similar: [] });
    }
    expect(listedNames(registry, viewOf('staging'))).not.toContain('task_list');
  });

  test('never suggests what it leaves out', async () => {
    const registry = await registryOf({ plugins: [tasker], selection: { excludeTools: ['task_list'] } });
    expect(registry.resolve('task_lst')).toMatchObject({ found: false, excluded: false, similar: [] });
  });

  test.each<[Selection, string]>([
    [{ toolsets: ['thing'] }, 'the selection names the unknown toolset "thing"; did you mean "things"?'],
    [{ toolsets: ['tasker/queus'] }, 'did you mean "tasker/queues"'],
    [{ tools: ['task_lst'] }, 'the selection names the unknown tool "task_lst"; did you mean "task_list"'],
    [{ excludeTools: ['task_cancl'] }, 'did you mean "task_cancel"'],
  ])('is refused for a name that means nothing: %j', async (selection, message) => {
    await expect(namesOf(selection)).rejects.toThrow(message);
  });
});

describe('original names', () => {
  const mapping = { input: (args: object) => ({ ...args }), output: (answer: object) => ({ ...answer }) };
  const plugin = pluginOf({
    id: 'p',
    tools: [
      readTool('plain'),
      readTool('renamed', { aliases: [{ name: 'Old.Renamed' }, { name: 'older' }] }),
      { ...readTool('mapped'), aliases: [{ name: 'old_mapped', ...mapping }] },
      { ...readTool('answers'), aliases: [{ name: 'old_answers', output: mapping.output }] },
    ],
  });

  test('stand in the list once per tool, where the schema is true of them', async () => {
    const registry = await registryOf({ plugins: [plugin], selection: { names: 'original' } });
    expect(listedNames(registry, viewOf('staging'))).toEqual(['plain', 'Old.Renamed', 'mapped', 'old_answers']);
    const answers = registry.pages(viewOf('staging'))[0]?.tools.find(({ name }) => name === 'old_answers');
    expect(answers).not.toHaveProperty('outputSchema');
  });

  test('leave every other name callable', async () => {
    const registry = await registryOf({ plugins: [plugin], selection: { names: 'original' } });
    for (const name of ['renamed', 'Old.Renamed', 'older', 'old_mapped']) expect(registry.resolve(name).found).toBe(true);
  });
});
