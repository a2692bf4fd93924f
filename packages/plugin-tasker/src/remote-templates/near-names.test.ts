import { expect, test } from 'vitest';
import { nearNames } from './near-names.ts';

const names = ['order_fulfillment', 'order_refund', 'invoice_run', 'daily_report', 'daily_report'];

test.each([
  ['order_fulfilment', ['order_fulfillment']],
  ['Daily-Report', ['daily_report']],
  ['invoice', ['invoice_run']],
  ['payroll', []],
])('finds what %s may have meant', (name, expected) => {
  expect(nearNames({ name, names })).toEqual(expected);
});

test('names at most five, also of very long names', () => {
  const many = Array.from({ length: 50 }, (_value, index) => `${'x'.repeat(10_000)}${index}`);
  expect(nearNames({ name: 'x'.repeat(10_000), names: many })).toHaveLength(5);
});
