import { expect, test } from 'vitest';
import { LineclearError } from '../plugin/errors.ts';
import { createRateLimit } from './rate.ts';

const refusal = (take: () => void): LineclearError => {
  try {
    take();
  } catch (error) {
    if (LineclearError.is(error)) return error;
  }
  throw new Error('the call was let through');
};

test('lets twice the rate through at once, then refuses with the time to wait', () => {
  const limit = createRateLimit({ callsPerSecond: 2, clock: { now: () => 0 } });
  for (let call = 0; call < 4; call++) limit.take('ada');
  const error = refusal(() => limit.take('ada'));
  expect(error.code).toBe('rate_limited');
  expect(error.retryAfterS).toBe(1);
});

test('refills at the rate, up to the burst', () => {
  let now = 0;
  const limit = createRateLimit({ callsPerSecond: 2, clock: { now: () => now } });
  for (let call = 0; call < 4; call++) limit.take('ada');
  now = 500;
  limit.take('ada');
  refusal(() => limit.take('ada'));
  now = 3_600_000;
  for (let call = 0; call < 4; call++) limit.take('ada');
  refusal(() => limit.take('ada'));
});

test('lets a caller through who waited as long as it was told', () => {
  let now = 0;
  const limit = createRateLimit({ callsPerSecond: 0.1, clock: { now: () => now } });
  limit.take('ada');
  const wait = refusal(() => limit.take('ada')).retryAfterS ?? 0;
  expect(wait).toBe(10);
  now += wait * 1_000;
  limit.take('ada');
});

test('counts principals apart', () => {
  const limit = createRateLimit({ callsPerSecond: 1, clock: { now: () => 0 } });
  for (let call = 0; call < 2; call++) limit.take('ada');
  refusal(() => limit.take('ada'));
  limit.take('bob');
});

test('takes nothing away when the clock is set back', () => {
  let now = 10_000;
  const limit = createRateLimit({ callsPerSecond: 1, clock: { now: () => now } });
  limit.take('ada');
  now = 0;
  limit.take('ada');
});

test('forgets the principal that was quiet for longest', () => {
  const limit = createRateLimit({ callsPerSecond: 1, clock: { now: () => 0 }, principals: 2 });
  for (const principal of ['ada', 'ada', 'bob', 'bob', 'cleo']) limit.take(principal);
  refusal(() => limit.take('bob'));
  limit.take('ada');
});
