import { expect, test } from 'vitest';
import { newestFirst } from './versions.ts';

test('orders versions as semantic versioning does, whatever order they come in', () => {
  const newest = [
    '2.10.0',
    '2.9.1',
    '2.9',
    '2.0.0',
    '2.0.0-rc.2',
    '2.0.0-rc.1',
    '2.0.0-beta.11',
    '2.0.0-beta.2',
    '2.0.0-beta',
    '1.0.0',
  ];
  expect(newestFirst(newest.toReversed())).toEqual(newest);
});

test('puts what is no version last, and never fails', () => {
  expect(newestFirst(['latest', '0.1.0', '', 'v2.0.0+build.7'])).toEqual(['v2.0.0+build.7', '0.1.0', 'latest', '']);
});
