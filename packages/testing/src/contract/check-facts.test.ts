import { definePlugin, read } from '@lineclear/core/plugin';
import type { Plugin } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { checkFacts } from './check-facts.ts';

const tool = read({
  name: 'time_show',
  toolset: 'clock',
  description: 'Show the time.',
  input: z.object({}),
  output: z.object({}),
  run: () => ({}),
});
const good: Plugin = definePlugin({
  id: 'clock',
  title: 'Clock',
  version: '1.0.0',
  toolsets: { clock: { title: 'Clock', use: 'Tell the time.' } },
  tools: [tool],
});
const rulesOf = async (plugin: Partial<Plugin>) => (await checkFacts({ ...good, ...plugin })).map(({ rule }) => rule);

test('finds nothing in good facts', async () => {
  expect(await rulesOf({})).toEqual([]);
});

test.for<[string, Partial<Plugin>]>([
  ['plugin_id', { id: 'My Clock' }],
  ['plugin_version', { version: 'latest' }],
  ['toolset_unused', { toolsets: { ...good.toolsets, alarms: { title: 'Alarms', use: 'Wake up.' } } }],
  ['group_unknown', { groups: { all: ['clock', 'alarms'] } }],
  ['tool_name', { tools: [{ ...tool, name: 'x'.repeat(49) }] }],
  ['tool_name', { tools: [{ ...tool, name: '1st_time' }] }],
  ['alias_name', { tools: [{ ...tool, aliases: [{ name: 'show time' }] }] }],
  [
    'tool_name_taken',
    {
      tools: [
        { ...tool, aliases: [{ name: 'now' }] },
        { ...tool, name: 'now' },
      ],
    },
  ],
  [
    'tool_name_taken',
    {
      tools: [
        { ...tool, aliases: [{ name: 'now', when: () => true }] },
        { ...tool, name: 'time_tell', aliases: [{ name: 'now' }] },
      ],
    },
  ],
  ['description_missing', { tools: [{ ...tool, description: 'no full stop' }] }],
  ['description_missing', { tools: [{ ...tool, description: 'Time.' }] }],
  ['description_long', { tools: [{ ...tool, description: `Show the time. ${'Then wait. '.repeat(30)}` }] }],
  ['description_long', { tools: [{ ...tool, description: `Show ${'the '.repeat(30)} time.` }] }],
  ['description_shouts', { tools: [{ ...tool, description: 'Show the time. NEVER call it twice.' }] }],
  ['input_schema', { tools: [{ ...tool, input: z.object({ at: z.date().describe('When') }) }] }],
  ['output_schema', { tools: [{ ...tool, output: z.object({ at: z.map(z.string(), z.string()) }) }] }],
  ['output_schema', { tools: [{ ...tool, output: z.object({ at: z.tuple([z.int(), z.string()]) }) }] }],
  [
    'field_undescribed',
    { tools: [{ ...tool, input: z.object({ at: z.union([z.object({ hour: z.int() }), z.null()]).describe('When') }) }] },
  ],
])('finds %s', async ([rule, plugin]) => {
  expect(await rulesOf(plugin)).toEqual([rule]);
});

test('accepts an older name of several tools that say when they are meant', async () => {
  const aliases = [{ name: 'now', when: () => true }];
  expect(
    await rulesOf({
      tools: [
        { ...tool, aliases },
        { ...tool, name: 'time_tell', aliases },
      ],
    }),
  ).toEqual([]);
});

test('accepts described fields at every depth, constants, and shared definitions', async () => {
  const Place = z.object({ city: z.string().describe('A city, for example Rome') });
  const input = z.object({
    from: Place.describe('Where it starts'),
    via: z.array(Place).describe('Where it passes'),
    how: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('rail') }),
        z.object({ kind: z.literal('road'), lanes: z.int().describe('How many, for example 2') }),
      ])
      .describe('The way'),
  });
  expect(await rulesOf({ tools: [{ ...tool, input }] })).toEqual([]);
});
