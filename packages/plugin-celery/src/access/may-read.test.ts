import { expect, test } from 'vitest';
import { mayReadResult } from './may-read.ts';

const own = { principal: 'ann' };
const others = { principal: 'bob' };

test.each<[string, Parameters<typeof mayReadResult>[0], boolean]>([
  [
    'who started it',
    { rules: { result_readers: [] }, profile: { tier: 'production' }, principal: { id: 'ann' }, ledger: own },
    true,
  ],
  [
    'somebody else in production',
    { rules: {}, profile: { tier: 'production' }, principal: { id: 'ann' }, ledger: others },
    false,
  ],
  ['anybody in development', { rules: {}, profile: { tier: 'development' }, principal: { id: 'ann' }, ledger: others }, true],
  [
    'nobody in development once readers are named',
    { rules: { result_readers: ['bob'] }, profile: { tier: 'development' }, principal: { id: 'ann' }, ledger: undefined },
    false,
  ],
  [
    'whom the profile names',
    { rules: { result_readers: ['ann'] }, profile: { tier: 'staging' }, principal: { id: 'ann' }, ledger: undefined },
    true,
  ],
  [
    'everybody for a star',
    { rules: { result_readers: ['*'] }, profile: { tier: 'production' }, principal: { id: 'ann' }, ledger: others },
    true,
  ],
  [
    'nobody of a task that was started elsewhere',
    { rules: {}, profile: { tier: 'staging' }, principal: { id: 'ann' }, ledger: undefined },
    false,
  ],
])('%s', (_, asked, expected) => {
  expect(mayReadResult(asked)).toBe(expected);
});
