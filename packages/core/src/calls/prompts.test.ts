import { expect, test } from 'vitest';
import * as z from 'zod';
import { compose } from '../compose.ts';
import type { ComposeOptions } from '../compose-options.ts';
import { definePrompt, type PluginSpec } from '../plugin/index.ts';
import { pluginOf, readTool, writeTool } from '../registry/test/composition.ts';
import { memoryStore } from '../store/memory.ts';

const promptOf = (name: string, tools?: readonly string[]) =>
  definePrompt({ name, description: 'Leads through tools.', args: z.object({}), render: () => 'Go.', ...(tools && { tools }) });
const plugin = pluginOf({
  id: 'things',
  tools: [readTool('thing_list'), writeTool('thing_mend')],
  prompts: [promptOf('talk'), promptOf('look', ['thing_list']), promptOf('mend', ['thing_list', 'thing_mend'])],
});

const start = async ({ readOnly = false, ...options }: Partial<ComposeOptions> & { readOnly?: boolean } = {}) => {
  const composition = await compose({
    plugins: [plugin],
    profiles: { default: 'local', profiles: { local: { tier: 'development', connections: {} } } },
    store: memoryStore(),
    ...options,
  });
  const caller = { principal: { id: 'ada' }, profile: 'local', transport: 'embedded', readOnly } as const;
  const listed = composition.path.prompts(caller).map(({ name }) => name);
  const get = (name: string) => composition.path.getPrompt({ name, args: {}, caller });
  return { composition, listed, get };
};

test.each<[string, Parameters<typeof start>[0], string[]]>([
  ['everything', {}, ['talk', 'look', 'mend']],
  ['a caller who only reads', { readOnly: true }, ['talk', 'look']],
  ['a host without the reading tool', { selection: { excludeTools: ['thing_list'] } }, ['talk']],
  ['a prefix', { plugins: [{ plugin, prefix: 'my_' }] }, ['my_talk', 'my_look', 'my_mend']],
])('prompts are offered with the tools that they lead through: %s', async (_what, options, names) => {
  const { composition, listed, get } = await start(options);
  expect(listed).toEqual(names);
  for (const name of names) expect(await get(name)).toMatchObject({ ok: true });
  await composition.close();
});

test('what is not listed is not to be had by its name', async () => {
  const { composition, get } = await start({ readOnly: true });
  expect(await get('mend')).toMatchObject({
    ok: false,
    error: { code: 'not_found', hint: 'It needs thing_list, thing_mend.', details: { reason: 'tools_not_offered' } },
  });
  await composition.close();
});

test('a prompt that leads through a tool of nobody is refused at composition', async () => {
  const prompts: PluginSpec['prompts'] = [promptOf('look', ['thing_lost'])];
  await expect(start({ plugins: [{ ...plugin, prompts }] })).rejects.toThrow('its tool thing_lost is no tool of the plugin');
});
