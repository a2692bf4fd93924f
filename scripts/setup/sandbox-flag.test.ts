import { expect, test } from 'vitest';
import { sandboxFlag } from './sandbox-flag.mjs';

test.each([
  [[], { isSandbox: false, rest: [] }],
  [['--sandbox'], { isSandbox: true, rest: [] }],
  [['--http', '127.0.0.1:0', '--sandbox', '--read-only'], { isSandbox: true, rest: ['--http', '127.0.0.1:0', '--read-only'] }],
  [['doctor'], { isSandbox: false, rest: ['doctor'] }],
])('npm start -- %j', (given, expected) => {
  expect(sandboxFlag(given)).toEqual(expected);
});
