import { expect, test } from 'vitest';
import { Patience } from './patience.ts';

test('a task that is nowhere from the beginning is not waited for', () => {
  for (const state of ['lost', 'unknown', 'result_expired', 'success'] as const) {
    expect(new Patience().isOver({ state, nowMs: 0 })).toBe(true);
  }
});

test('one that was sent just now may be on its way', () => {
  const patience = new Patience();
  expect(patience.isOver({ state: 'lost', nowMs: 4_999, sentAtMs: 0 })).toBe(false);
  expect(patience.isOver({ state: 'lost', nowMs: 5_000, sentAtMs: 0 })).toBe(true);
});

test('one that was there is given a moment to come back', () => {
  const patience = new Patience();
  expect(patience.isOver({ state: 'running', nowMs: 0 })).toBe(false);
  expect(patience.isOver({ state: 'lost', nowMs: 1_000 })).toBe(false);
  expect(patience.isOver({ state: 'running', nowMs: 2_000 })).toBe(false);
  expect(patience.isOver({ state: 'lost', nowMs: 3_000 })).toBe(false);
  expect(patience.isOver({ state: 'unknown', nowMs: 6_000 })).toBe(true);
});

test('and more than a moment after the broker was away', () => {
  const patience = new Patience();
  patience.isOver({ state: 'running', nowMs: 0 });
  patience.startOver({ nowMs: 1_000 });
  expect(patience.isOver({ state: 'unknown', nowMs: 2_000 })).toBe(false);
  expect(patience.isOver({ state: 'unknown', nowMs: 20_999 })).toBe(false);
  expect(patience.isOver({ state: 'unknown', nowMs: 21_000 })).toBe(true);
});
