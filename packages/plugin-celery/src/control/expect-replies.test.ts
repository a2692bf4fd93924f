import * as fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { collectReplies, toReplies } from './expect-replies.ts';

const reply = (worker: string) => ({ worker, reply: { ok: 'pong' } });
const summary = (given: Partial<Parameters<typeof toReplies>[0]>) => {
  const { known, silent } = toReplies({ replies: [], known: 0, names: [], liveWorkers: undefined, ...given });
  return { known, silent };
};

test('ends as soon as every worker answered, whichever came first: the answers or their number', async () => {
  const early = collectReplies({ timeoutMs: 60_000 });
  early.add(reply('a'));
  early.add(reply('b'));
  early.expect(2);
  const late = collectReplies({ timeoutMs: 60_000 });
  late.expect(1);
  late.add(reply('a'));
  expect([(await early.complete).length, (await late.complete).length]).toEqual([2, 1]);
});

test('counts a worker that answers twice once', async () => {
  const collection = collectReplies({ timeoutMs: 20 });
  collection.expect(2);
  collection.add(reply('a'));
  collection.add(reply('a'));
  expect(await collection.complete).toEqual([reply('a')]);
});

test('waits for every one of those that share a name, and counts them', async () => {
  const collection = collectReplies({ timeoutMs: 60_000 });
  collection.expect(2);
  collection.add(reply('a'));
  setTimeout(() => collection.add(reply('a')), 150);
  expect(await collection.complete).toEqual([reply('a')]);
  expect(collection.repeated).toBe(1);
});

test('has its time from when the number of answers is known', async () => {
  const collection = collectReplies({ timeoutMs: 20 });
  const ended = vi.fn<() => void>();
  void collection.complete.then(ended);
  await delay(60);
  expect(ended).not.toHaveBeenCalled();
  collection.expect(1);
  expect(await collection.complete).toEqual([]);
});

test('ends at once when nobody is there', async () => {
  const collection = collectReplies({ timeoutMs: 60_000 });
  collection.expect(0);
  expect(await collection.complete).toEqual([]);
});

test('names the silent ones when the numbers leave no doubt', () => {
  expect(summary({ replies: [reply('a')], known: 2, names: ['a', 'b'] })).toEqual({ known: 2, silent: ['b'] });
});

test('names nobody when some of the names are dead and nobody knows which', () => {
  expect(summary({ replies: [reply('a')], known: 2, names: ['a', 'b', 'dead'] })).toEqual({ known: 2, silent: [] });
});

test('names those with a fresh heartbeat when some of the names are dead', () => {
  expect(summary({ replies: [reply('a')], known: 2, names: ['a', 'b', 'dead'], liveWorkers: ['a', 'b'] })).toEqual({
    known: 2,
    silent: ['b'],
  });
});

test('counts one that is not connected at this moment and was heard just now', () => {
  expect(summary({ known: 0, names: ['a', 'dead'], liveWorkers: ['a'] })).toEqual({ known: 1, silent: ['a'] });
});

test('never knows fewer workers than have answered or are silent, and never calls one that answered silent', () => {
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
  fc.assert(
    fc.property(names, names, fc.nat(6), fc.option(names, { nil: undefined }), (answered, bound, known, liveWorkers) => {
      const answer = toReplies({ replies: answered.map(reply), known, names: bound, liveWorkers });
      expect(answer.known).toBeGreaterThanOrEqual(answered.length + answer.silent.length);
      expect(answered.filter((name) => answer.silent.includes(name))).toEqual([]);
    }),
  );
});
