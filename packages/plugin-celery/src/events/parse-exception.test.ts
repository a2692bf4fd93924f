import { expect, test } from 'vitest';
import { parseException } from './parse-exception.ts';

test.each([
  ["ValueError('no such file')", { type: 'ValueError', message: 'no such file' }],
  ['SoftTimeLimitExceeded()', { type: 'SoftTimeLimitExceeded', message: '' }],
  ["app.errors.Broken('a', 1)", { type: 'app.errors.Broken', message: "'a', 1" }],
  ["KeyError('x',)", { type: 'KeyError', message: 'x' }],
  ['<something else>', { type: 'Exception', message: '<something else>' }],
  ['', { type: 'Exception', message: '' }],
])('%s', (text, parts) => {
  expect(parseException(text)).toEqual(parts);
});
