import { describe, expect, test } from 'vitest';
import { failureOf } from './failure.ts';

const failed = { success: false, status: 'error', error: { message: 'timed out', error_type: 'Timeout', status_code: 504 } };

describe('the class of a failure', () => {
  test.each([
    [{ ...failed, error: { ...failed.error, retryable: true } }, 'transient', 'results.error.retryable is true'],
    [{ ...failed, error: { ...failed.error, retryable: false } }, 'permanent', 'results.error.retryable is false'],
    [{ ...failed, metadata: { retryable: false } }, 'permanent', 'results.metadata.retryable is false'],
    [
      { ...failed, error: { ...failed.error, retryable: true }, metadata: { retryable: false } },
      'transient',
      'results.error.retryable is true',
    ],
    [failed, 'unknown', 'The worker did not say whether the error is retryable.'],
  ])('comes from what the worker said (%#)', (results, expected, why) => {
    expect(failureOf(results)).toMatchObject({ class: expected, why, type: 'Timeout', status_code: 504 });
  });
});

test.each([undefined, null, 7, 'text', [], { success: true, result: 1 }, {}, { success: 'yes' }])(
  'is undefined where results tell of no failure (%#)',
  (results) => {
    expect(failureOf(results)).toBe(undefined);
  },
);

test('keeps the first frames of a backtrace and counts the others', () => {
  const backtrace = Array.from({ length: 50 }, (_frame, index) => `${index}${'x'.repeat(1_000)}`);
  const failure = failureOf({ ...failed, error: { ...failed.error, backtrace } });
  expect(failure?.backtrace).toHaveLength(20);
  expect(failure?.backtrace_left_out).toBe(30);
  expect(failure?.backtrace[0]?.length).toBe(501);
});

test('takes the type from the metadata where the error has none', () => {
  expect(failureOf({ success: false, metadata: { error_type: 'Refused' } })).toMatchObject({ type: 'Refused', message: null });
});
