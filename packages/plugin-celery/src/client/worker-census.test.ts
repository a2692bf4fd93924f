import { expect, test } from 'vitest';
import type { BroadcastOptions } from '../broker/broker.ts';
import type { Replies } from '../control/command.ts';
import { WorkerCensus } from './worker-census.ts';

const start = () => {
  const clock = { time: 1_000_000, now: () => clock.time };
  const heartbeats: string[] = [];
  const census = new WorkerCensus({ clock, heartbeats: () => heartbeats });
  const expected: (readonly string[] | undefined)[] = [];
  const ask = (answering: readonly string[]): Promise<Replies> =>
    census.ask<BroadcastOptions>({
      order: { timeoutMs: 1_000 },
      send: async ({ liveWorkers }) => {
        expected.push(liveWorkers);
        return { replies: answering.map((worker) => ({ worker, reply: {} })), known: answering.length, silent: [] };
      },
    });
  return { clock, heartbeats, expected, ask };
};

test('the first question is left open for everybody, the next ones wait for who answered and who is heard', async () => {
  const { heartbeats, expected, ask } = start();
  await ask(['a', 'b']);
  heartbeats.push('b', 'c');
  await ask(['a', 'b', 'c']);
  expect(expected).toEqual([undefined, ['a', 'b', 'c']]);
});

test('a worker without heartbeats that came later is found within a minute', async () => {
  const { clock, expected, ask } = start();
  await ask(['a']);
  clock.time += 59_999;
  await ask(['a']);
  clock.time += 1;
  await ask(['a', 'late']);
  await ask(['a', 'late']);
  expect(expected).toEqual([undefined, ['a'], undefined, ['a', 'late']]);
});

test('a question that fails is no census', async () => {
  const census = new WorkerCensus({ clock: { now: () => 0 }, heartbeats: () => [] });
  const expected: (readonly string[] | undefined)[] = [];
  const ask = (answer: Promise<Replies>) =>
    census.ask<BroadcastOptions>({
      order: { timeoutMs: 1 },
      send: ({ liveWorkers }) => {
        expected.push(liveWorkers);
        return answer;
      },
    });
  await expect(ask(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await ask(Promise.resolve({ replies: [], known: 0, silent: [] }));
  expect(expected).toEqual([undefined, undefined]);
});
