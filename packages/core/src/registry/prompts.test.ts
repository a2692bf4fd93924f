import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { definePrompt } from '../plugin/index.ts';
import { createPrompts } from './prompts.ts';
import { pluginOf } from './test/composition.ts';

const investigate = definePrompt({
  name: 'investigate',
  title: 'Investigate a task',
  description: 'Starts an investigation.',
  args: z.object({
    task: z.uuid().describe('The task'),
    depth: z.enum(['shallow', 'deep']).optional(),
    lines: z.coerce.number().default(10),
  }),
  render: ({ args }) => `Look at ${args.task}: ${args.depth ?? 'shallow'}, ${args.lines} lines.`,
  complete: { task: (prefix) => Array.from({ length: 150 }, (_, index) => `${prefix}${index}`) },
});
const talk = definePrompt({
  name: 'talk',
  description: 'Starts a dialogue.',
  args: z.object({}),
  render: () => [
    { role: 'user', text: 'Hello.' },
    { role: 'assistant', text: 'Hello.' },
  ],
});
const table = createPrompts([pluginOf({ id: 'p', prompts: [investigate, talk] })]);
const task = '0d8b5b9e-6f0a-4c1e-9d0a-111122223333';

describe('prompts', () => {
  test('are listed with their arguments as the author described them', () => {
    expect(table.entries.map(({ definition }) => definition)).toEqual([
      {
        name: 'investigate',
        title: 'Investigate a task',
        description: 'Starts an investigation.',
        arguments: [
          { name: 'task', description: 'The task', required: true },
          { name: 'depth', required: false },
          { name: 'lines', required: false },
        ],
      },
      { name: 'talk', description: 'Starts a dialogue.', arguments: [] },
    ]);
  });

  test('render what the author writes, from parsed arguments', async () => {
    expect(await table.find('investigate').render({ task, lines: '5' })).toEqual([
      { role: 'user', text: `Look at ${task}: shallow, 5 lines.` },
    ]);
    expect(await table.find('talk').render({})).toHaveLength(2);
  });

  test('refuse arguments that do not fit, naming them', async () => {
    await expect(table.find('investigate').render({ task: 'x', dept: 'deep' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { problems: [{ path: 'dept', message: 'unknown field; did you mean "depth"?' }, { path: 'task' }] },
    });
  });

  test('that do not exist lead to those that do', () => {
    expect(() => table.find('investigat')).toThrow(
      expect.objectContaining({ code: 'not_found', hint: 'Did you mean investigate?' }),
    );
  });

  test('complete fixed values by their beginning, and others as the author suggests', async () => {
    const prompt = table.find('investigate');
    expect(await prompt.complete({ name: 'depth', prefix: 'D' })).toEqual({ values: ['deep'], total: 1, hasMore: false });
    expect(await prompt.complete({ name: 'task', prefix: 'a' })).toMatchObject({
      values: { length: 100 },
      total: 150,
      hasMore: true,
    });
    for (const name of ['lines', 'unknown', 'constructor']) {
      expect(await prompt.complete({ name, prefix: '' })).toEqual({ values: [], total: 0, hasMore: false });
    }
  });

  test('of two plugins may not share a name, and a prefix keeps them apart', () => {
    const other = pluginOf({ id: 'q', prompts: [talk] });
    const plugin = pluginOf({ id: 'p', prompts: [talk] });
    expect(() => createPrompts([plugin, other])).toThrow('plugin q, prompt talk: plugin p has a prompt of that name');
    expect(createPrompts([plugin, { plugin: other, prefix: 'q_' }]).entries.map(({ definition }) => definition.name)).toEqual([
      'talk',
      'q_talk',
    ]);
  });
});
