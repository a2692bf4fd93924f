import { expect, test } from 'vitest';
import { shiftDate } from './shifted-date.ts';

test('moves every way to ask for the time, and nothing else', () => {
  const before = Date.now();
  const real = new Date(0);
  const restore = shiftDate(86_400_000);
  try {
    expect(Date.now() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(new Date().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(Date.parse(Date())).toBeGreaterThan(before + 86_000_000);
    expect(new Date('2026-01-31T00:00:00Z').toISOString()).toBe('2026-01-31T00:00:00.000Z');
    expect(Date.UTC(1970, 0, 2)).toBe(86_400_000);
    expect(real instanceof Date && new Date() instanceof Date).toBe(true);
  } finally {
    restore();
  }
  expect(Date.now() - before).toBeLessThan(60_000);
});
