import { definePlugin, read as readTool } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { narrowed } from './narrowed.ts';

const read = (name: string) =>
  readTool({
    name,
    toolset: 'notes',
    description: 'Read a note.',
    input: z.strictObject({}),
    output: z.object({}),
    run: () => ({}),
  });
const plugin = definePlugin({
  id: 'notes',
  title: 'Notes',
  version: '1.0.0',
  toolsets: { notes: { title: 'Notes', use: 'Reading notes.' } },
  tools: [read('note_get'), read('note_list')],
});
const names = (one: typeof plugin) => one.tools.map(({ name }) => name);

test('a tool that needs no other stands alone', () => {
  expect(names(narrowed(plugin, 'note_list'))).toEqual(['note_list']);
});

test('a plugin whose rules name tools stays whole', () => {
  const ruled = definePlugin({ ...plugin, policy: [{ tool: 'note_get', allow: 'deny' }] });
  expect(names(narrowed(ruled, 'note_list'))).toEqual(['note_get', 'note_list']);
});
