import { expect, test } from 'vitest';
import { serveArguments } from './serve-arguments.mjs';

test.each([
  [[], ['serve', '--http', '127.0.0.1:7400']],
  [['--read-only'], ['serve', '--http', '127.0.0.1:7400', '--read-only']],
  [['--stdio'], ['serve', '--stdio']],
  [
    ['--profile', 'staging', '--http=8080'],
    ['serve', '--profile', 'staging', '--http=8080'],
  ],
  [['doctor'], ['doctor']],
  [['--help'], ['--help']],
  [['-V'], ['-V']],
  [
    ['serve', '--help'],
    ['serve', '--help'],
  ],
  [
    ['tools', '--http'],
    ['tools', '--http'],
  ],
])('npm start -- %j asks for %j', (given, expected) => {
  expect(serveArguments(given)).toEqual(expected);
});
