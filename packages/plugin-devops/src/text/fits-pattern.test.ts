import { describe, expect, it } from 'vitest';
import { fitsPattern } from './fits-pattern.ts';

describe('fitsPattern', () => {
  it.each([
    ['/health*', '/health', true],
    ['/health*', '/health/live', true],
    ['/health*', '/metrics', false],
    ['/metrics', '/metrics/x', false],
    ['*/live', '/a/b/live', true],
    ['a*b*c', 'a-b-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
  ])('%s and %s: %s', (pattern, text, fits) => {
    expect(fitsPattern({ pattern, text })).toBe(fits);
  });
});
