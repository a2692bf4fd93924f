import { afterEach, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { compose } from '../compose.ts';
import type { Composition } from '../compose.ts';
import { defineConnection, definePlugin, type Offered } from '../plugin/index.ts';
import { memoryStore } from '../store/memory.ts';

const settings = z.object({ allow: z.array(z.enum(['purge', 'peek'])).default([]) });
const queue = defineConnection({
  id: 'queue',
  profile: settings,
  connect: () => ({ reader: { length: () => 3 }, writer: { purge: () => 3 } }),
  probe: ({ reader }) => reader.length(),
});
const offered = (word: 'purge' | 'peek'): Offered<z.output<typeof settings>> => ({
  if: ({ allow }) => allow.includes(word),
  ...(word === 'peek' && { lack: 'no window' }),
  hint: `Ask the operator to write queue.allow: [${word}].`,
});
const plugin = definePlugin({
  id: 'queue',
  title: 'Queue',
  version: '1.0.0',
  toolsets: { queue: { title: 'Queue', use: 'tests' } },
  tools: [
    queue.read({
      name: 'queue_peek',
      toolset: 'queue',
      description: 'Look into the queue.',
      input: z.object({}),
      output: z.object({ length: z.int() }),
      offered: offered('peek'),
      run: ({ reader }) => ({ length: reader.length() }),
    }),
    queue.write({
      name: 'queue_purge',
      toolset: 'queue',
      risk: 'destructive',
      description: 'Empty the queue.',
      input: z.object({}),
      output: z.object({ removed: z.int() }),
      offered: offered('purge'),
      preview: () => ({ description: 'Empty the queue.', guard: {} }),
      execute: ({ writer }) => ({ removed: writer.purge() }),
    }),
  ],
});

let composition: Composition;
beforeEach(async () => {
  composition = await compose({
    plugins: [plugin],
    profiles: {
      default: 'strict',
      profiles: {
        strict: { tier: 'development', connections: { queue: {} } },
        open: { tier: 'development', connections: { queue: { allow: ['purge', 'peek'] } } },
      },
    },
    store: memoryStore(),
  });
});
afterEach(() => composition.close());

const callerIn = (profile: string, profiles: readonly string[]) =>
  ({ principal: { id: 'ada' }, profile, profiles, transport: 'embedded' }) as const;

test('a tool is listed where the settings of its connection offer it', () => {
  const names = (profile: string, profiles: readonly string[]) =>
    composition
      .tools(callerIn(profile, profiles))
      .map(({ name }) => name)
      .filter((name) => name.startsWith('queue_'));
  expect(names('strict', ['strict'])).toEqual([]);
  expect(names('open', ['open'])).toEqual(['queue_peek', 'queue_purge']);
  // A read may name the other profile, a write reaches the active one only.
  expect(names('strict', ['strict', 'open'])).toEqual(['queue_peek']);
});

test.each([
  ['queue_peek', ['strict'], 'no window', 'Ask the operator to write queue.allow: [peek].'],
  ['queue_peek', ['strict', 'open'], 'no window', 'Name a profile that has it: open.'],
  ['queue_purge', ['strict', 'open'], 'queue_purge turned off', 'Ask the operator to write queue.allow: [purge].'],
])('%s is not callable where it is not listed, for callers of %j: %s', async (tool, profiles, what, hint) => {
  const answer = await composition.call({
    tool,
    args: {},
    caller: callerIn('strict', profiles),
    asking: { mode: 'none' },
    signal: new AbortController().signal,
  });
  expect(answer).toMatchObject({
    kind: 'error',
    error: { code: 'not_configured', message: `The profile "strict" has ${what}.`, hint },
  });
});
