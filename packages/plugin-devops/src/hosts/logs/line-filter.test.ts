import { expect, onTestFinished, test } from 'vitest';
import { openLineFilter } from './line-filter.ts';

test('takes a text as it stands, whatever the case', async () => {
  const filter = openLineFilter({ text: 'a.b(', isPattern: false });
  expect(await filter.matches(['xA.B(', 'aXb('])).toEqual([true, false]);
});

test('matches a pattern of JavaScript without holding the server up', async () => {
  const filter = openLineFilter({ text: '(a+)+$|^ERROR \\d{3}', isPattern: true, limitMs: 2_000 });
  onTestFinished(() => filter[Symbol.asyncDispose]());
  expect(await filter.matches(['error 500', 'ERROR 5', 'fine'])).toEqual([true, false, false]);
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 5);
  await expect(filter.matches([`${'a'.repeat(60)}!`])).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'pattern_too_slow' },
  });
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(0);
});

test('counts none of the time that its thread takes to start', async () => {
  const filter = openLineFilter({ text: 'a', isPattern: true, limitMs: 1_000 });
  onTestFinished(() => filter[Symbol.asyncDispose]());
  const answer = filter.matches(['a', 'b']);
  // Nothing of the thread is heard for longer than the limit.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200);
  expect(await answer).toEqual([true, false]);
});

test('refuses what is no pattern', () => {
  expect(() => openLineFilter({ text: '(', isPattern: true })).toThrow('not a regular expression');
});
