import { expect, test } from 'vitest';
import * as z from 'zod';
import { compose } from '../compose.ts';
import type { ComposeOptions } from '../compose-options.ts';
import { type Alias, read, write } from '../plugin/index.ts';
import { pluginOf, readTool } from '../registry/test/composition.ts';
import { memoryStore } from '../store/memory.ts';

const operation = (word: string): Alias => ({
  name: 'manage_things',
  when: (args) => args['operation'] === word,
  input: ({ operation: _operation, ...rest }) => rest,
});
const thing = z.object({ thing: z.string() });
const listed = read({
  name: 'thing_list',
  toolset: 'things',
  description: 'List things.',
  input: z.object({}),
  output: z.object({ things: z.array(z.string()) }),
  aliases: [{ ...operation('list'), output: ({ things = [] }) => ({ items: things }) }],
  run: () => ({ things: ['a'] }),
});
const created = write({
  name: 'thing_create',
  toolset: 'things',
  description: 'Create a thing.',
  risk: 'additive',
  input: thing,
  output: thing,
  aliases: [operation('create')],
  preview: ({ input }) => ({ description: `Create ${input.thing}.`, guard: {} }),
  execute: ({ input }) => input,
});
const plugin = pluginOf({ id: 'things', tools: [listed, created] });

const start = async (options: Partial<ComposeOptions> = {}) => {
  const composition = await compose({
    plugins: [plugin],
    profiles: { default: 'local', profiles: { local: { tier: 'development', connections: {} } } },
    store: memoryStore(),
    ...options,
  });
  const caller = { principal: { id: 'ada' }, profile: 'local', transport: 'embedded' } as const;
  const call = (args: Record<string, string | boolean>) =>
    composition.call({ tool: 'manage_things', args, caller, asking: { mode: 'none' }, signal: new AbortController().signal });
  return { composition, call };
};

test('one older name means several tools, by its arguments', async () => {
  const { composition, call } = await start();
  expect(await call({ operation: 'list' })).toMatchObject({ kind: 'value', value: { items: ['a'] } });
  expect(await call({ operation: 'create', thing: 'b' })).toMatchObject({ value: { status: 'preview', action: 'thing_create' } });
  expect(await call({ operation: 'create', thing: 'b', confirm: true })).toMatchObject({ value: { status: 'executed' } });
  // What nobody may call unseen: a write is no read, whatever stands first under the name.
  expect(composition.path.isRead('manage_things')).toBe(false);
  await composition.audit.flush();
  const tools = (await composition.audit.query({ order: 'asc' })).map(({ tool }) => tool);
  expect(new Set(tools)).toEqual(new Set(['thing_list', 'thing_create']));
  await composition.close();
});

test('arguments that mean none of them are told the tools', async () => {
  const { composition, call } = await start();
  expect(await call({ operation: 'burn' })).toMatchObject({
    error: { code: 'invalid_input', hint: 'Call the tool that is meant: thing_list, thing_create.' },
  });
  await composition.close();
});

test('a tool that is left out is not to be had by the shared name', async () => {
  const { composition, call } = await start({ selection: { readOnly: true } });
  expect(await call({ operation: 'list' })).toMatchObject({ kind: 'value' });
  expect(await call({ operation: 'create', thing: 'b' })).toMatchObject({ error: { code: 'invalid_input' } });
  await composition.close();
});

test('a shared name is listed for none of them', async () => {
  const { composition } = await start({ selection: { names: 'original' } });
  const caller = { principal: { id: 'ada' }, profile: 'local', transport: 'embedded' } as const;
  expect(composition.tools(caller).map(({ name }) => name)).toEqual(expect.arrayContaining(['thing_list', 'thing_create']));
  await composition.close();
});

test.each([
  ['a name that one of them takes without a condition', [{ ...listed, aliases: [{ name: 'manage_things' }] }, created]],
  ['a name of a tool', [readTool('manage_things'), created]],
])('%s is taken', async (_what, tools) => {
  await expect(start({ plugins: [{ ...plugin, tools }] })).rejects.toThrow('manage_things');
});

test('another plugin does not share it', async () => {
  const other = pluginOf({ id: 'other', tools: [readTool('x', { aliases: [operation('x')] })] });
  await expect(start({ plugins: [plugin, other] })).rejects.toThrow('manage_things');
});
