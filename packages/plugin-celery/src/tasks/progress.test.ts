import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { WireValue } from '../protocol/wire-value.ts';
import { readProgress } from './progress.ts';

test.each<[WireValue, object | undefined]>([
  [{ percent: 40 }, { percent: 40, message: undefined }],
  [
    { current: 1, total: 3, status: 'reading' },
    { percent: 33.3, message: 'reading' },
  ],
  [
    { progress: 55, message: 'half of it' },
    { percent: 55, message: 'half of it' },
  ],
  [
    { percent: 10, current: 9, total: 9 },
    { percent: 10, message: undefined },
  ],
  [{ progress: 0.5 }, undefined],
  [{ progress: 1 }, undefined],
  [{ progress: 0 }, { percent: 0, message: undefined }],
  [{ current: 5, total: 0 }, undefined],
  [
    { current: 12, total: 10, message: 'more' },
    { percent: undefined, message: 'more' },
  ],
  [{ percent: 140 }, undefined],
  [{ percent: '40' }, undefined],
  [{ pid: 7, hostname: 'celery@a' }, undefined],
  [null, undefined],
  [[40], undefined],
])('%j', (meta, expected) => {
  expect(readProgress(meta)).toEqual(expected);
});

test('is between 0 and 100, or not there', () => {
  const fields = fc.dictionary(
    fc.constantFrom('percent', 'current', 'total', 'progress', 'message'),
    fc.oneof(fc.double(), fc.integer(), fc.bigInt(), fc.string(), fc.constant(null)),
  );
  fc.assert(
    fc.property(fields, (meta) => {
      const { percent } = readProgress(meta) ?? {};
      expect(percent === undefined || (percent >= 0 && percent <= 100)).toBe(true);
    }),
  );
});
