import { expect, test } from 'vitest';
import { plainServe } from './plain-serve.ts';

test('takes what clients write', () => {
  expect(plainServe([])).toEqual({});
  expect(plainServe(['serve', '--stdio'])).toEqual({});
  expect(plainServe(['--config', 'a.yaml', '--profile=staging', '--read-only', '--exclude-tools', 'a, b,'])).toEqual({
    config: 'a.yaml',
    profile: 'staging',
    readOnly: true,
    excludeTools: ['a', 'b'],
  });
});

test.each([['tools'], ['--http', '7400'], ['--nope'], ['serve', 'x'], ['--names', 'both'], ['--help'], ['--config']])(
  'leaves the rest to the command line parser: %s %s',
  (...argv) => {
    expect(plainServe(argv)).toBeUndefined();
  },
);
