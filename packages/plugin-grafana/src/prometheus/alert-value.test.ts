import { expect, test } from 'vitest';
import { alertValue } from './alert-value.ts';

test.each([
  ['0e+00', '0'],
  ['1.5e+01', '15'],
  ['+Inf', '+Inf'],
  ['NaN', 'NaN'],
  ["[ var='B' value=2 ]", "[ var='B' value=2 ]"],
  ['', ''],
  [undefined, ''],
])('%j is %j', (value, shown) => {
  expect(alertValue(value)).toBe(shown);
});
