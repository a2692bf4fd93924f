import { expect, test } from 'vitest';
import { namesFitting } from './names-fitting.ts';

const names = ['Prod EU', 'prod us', 'Staging'];
const fitting = (regex: string | undefined) => [...namesFitting({ names, regex })];

test.each([
  [undefined, names],
  ['/prod/i', ['Prod EU', 'prod us']],
  ['/us$/g', ['prod us']],
  ['Prod.*', ['Prod EU']],
  ['rod', []],
  ['/(/', names],
  ['/x/k', names],
])('%j leaves %j', (regex, left) => {
  expect(fitting(regex)).toEqual(left);
});

test('an expression that does not end is given up', () => {
  const long = ['a'.repeat(60)];
  expect([...namesFitting({ names: long, regex: '/^(a+)+!/' })]).toEqual(long);
});

test('a regular expression is no code', () => {
  expect(fitting("names.push('y')")).toEqual([]);
});
