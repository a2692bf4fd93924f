import { describe, expect, it } from 'vitest';
import { isPrivateRange, overlap } from './ranges.ts';

describe('ranges of addresses', () => {
  it.each([
    ['10.0.0.0/16', '10.0.5.0/24', true],
    ['10.0.5.0/24', '10.0.0.0/16', true],
    ['10.0.0.0/24', '10.0.1.0/24', false],
    ['10.128.0.0/20', '10.128.15.255/28', true],
    ['nonsense', '10.0.0.0/24', false],
  ])('%s and %s overlap: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });

  it.each([
    ['10.10.10.0/24', true],
    ['172.31.0.0/16', true],
    ['192.168.1.0/28', true],
    ['172.32.0.0/16', false],
    ['8.8.8.0/24', false],
    ['10.0.0.0/8', false],
    ['10.0.0.0/29', false],
    ['10.0.0.256/24', false],
    ['10.0.0.0', false],
  ])('%s is private and of a size that a network may have: %s', (range, expected) => {
    expect(isPrivateRange(range)).toBe(expected);
  });
});
