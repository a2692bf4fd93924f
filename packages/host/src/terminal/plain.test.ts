import { expect, test } from 'vitest';
import { plain } from './plain.ts';

test.each([
  ['\u001B[31mred', '\\u001b[31mred'],
  ['a\rb', 'a\\u000db'],
  ['abc\u202Etxt.exe', 'abc\\u202etxt.exe'],
  ['zero\u200Bwidth', 'zero\\u200bwidth'],
  ['\u009B2J', '\\u009b2J'],
  ['one\u2028two', 'one\\u2028two'],
  ['rm\u3164 x', 'rm\\u3164 x'],
  ['prod\u{E0041}', 'prod\\ue0041'],
  ['x\u{1D173}y', 'x\\u1d173y'],
  ['line\nbreak\tand tab', 'line\nbreak\tand tab'],
  ['Ünïcödé 日本 👍', 'Ünïcödé 日本 👍'],
])('%j reads as %j', (text, expected) => {
  expect(plain(text)).toBe(expected);
});
