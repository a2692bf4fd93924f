import { expect, it } from 'vitest';
import { poll } from './poll.ts';

const counting = () => {
  let looks = 0;
  return async () => {
    looks += 1;
    return looks;
  };
};

const { signal } = new AbortController();

it('looks until it is done', async () => {
  expect(await poll({ look: counting(), isDone: (looks) => looks === 3, firstPauseMs: 1, signal })).toBe(3);
});

it('yields what it saw last when the time is over, also where the clock stands still', async () => {
  const nowMs = () => 1_000;
  expect(
    await poll({ look: counting(), isDone: () => false, timeoutMs: 10, firstPauseMs: 2, longestPauseMs: 4, nowMs, signal }),
  ).toBe(4);
});

it('looks once where there is no time', async () => {
  expect(await poll({ look: counting(), isDone: () => false, timeoutMs: 0, firstPauseMs: 1, signal })).toBe(1);
});

it('ends with its signal, in the middle of a pause', async () => {
  const caller = new AbortController();
  const polled = poll({ look: counting(), isDone: () => false, firstPauseMs: 60_000, signal: caller.signal });
  caller.abort();
  await expect(polled).rejects.toThrow('aborted');
});
