import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pollAfterS } from './poll-hint.ts';
import { taskStates } from './task-state.ts';

const nowMs = 1_000_000;
const hint = (judgement: Parameters<typeof pollAfterS>[0]['judgement'], expectedS?: number) =>
  pollAfterS({ judgement, expectedS, nowMs });

test('a task that has ended, or of which nothing is known, is not asked for again', () => {
  for (const state of ['success', 'failure', 'revoked', 'lost', 'unknown', 'result_expired'] as const)
    expect(hint({ state })).toBeNull();
});

test('a running task is asked for when it should be done: by its progress, else by what its kind takes', () => {
  const running = { state: 'running', runtimeS: 10 } as const;
  expect(hint({ ...running, progress: { percent: 50, message: undefined } }, 100)).toBe(10);
  expect(hint(running, 40)).toBe(30);
  expect(hint(running, 5)).toBe(5);
  expect(hint(running)).toBe(5);
  expect(hint({ ...running, progress: { percent: undefined, message: 'x' } }, 1_000)).toBe(60);
});

test('a task that waits for its time is asked for after it, one that is redelivered then', () => {
  expect(hint({ state: 'scheduled', etaMs: nowMs + 20_000 })).toBe(21);
  expect(hint({ state: 'retrying', etaMs: nowMs + 500 })).toBe(2);
  expect(hint({ state: 'lost', redeliveredAtMs: nowMs + 9_000 })).toBe(10);
});

test('short tasks soon, long ones and those far behind later', () => {
  expect(hint({ state: 'queued' })).toBe(2);
  expect(hint({ state: 'queued' }, 20)).toBe(10);
  expect(hint({ state: 'queued', ahead: 500 })).toBe(30);
  expect(hint({ state: 'queued', among: 21_000 })).toBe(30);
});

test('is null or a whole number of seconds from 1 to 300', () => {
  const number = fc.option(fc.double({ noNaN: true }), { nil: undefined });
  const judgement = fc.record({
    state: fc.constantFrom(...taskStates),
    etaMs: number,
    redeliveredAtMs: number,
    runtimeS: fc.double({ min: 0, noNaN: true }),
    progress: fc.record({
      percent: fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: undefined }),
      message: fc.constant(undefined),
    }),
  });
  fc.assert(
    fc.property(judgement, number, (given, expectedS) => {
      const seconds = pollAfterS({ judgement: given, expectedS, nowMs });
      expect(seconds === null || (Number.isInteger(seconds) && seconds >= 1 && seconds <= 300)).toBe(true);
    }),
  );
});
