import { expect, test } from 'vitest';
import { didYouMean, nearestName } from './nearest.ts';

test.each([
  ['teir', 'tier'],
  ['toolsett', 'toolset'],
  ['Taskr', 'tasker'],
  ['xtool', 'tool'],
])('takes %s for %s', (name, meant) => {
  expect(nearestName({ name, known: ['tier', 'tool', 'toolset', 'tasker'] })).toBe(meant);
});

test('takes a name that resembles none for none', () => {
  expect(nearestName({ name: 'grafana', known: ['tier', 'tool', 'tasker'] })).toBeUndefined();
  expect(nearestName({ name: 'x'.repeat(100_000), known: ['tier'] })).toBeUndefined();
});

test('lists what is known', () => {
  expect(didYouMean({ name: 'teir', known: ['tier', 'tool'] })).toBe('Did you mean "tier"? Known: tier, tool.');
  expect(didYouMean({ name: 'x', known: [] })).toBe('There are none.');
});
