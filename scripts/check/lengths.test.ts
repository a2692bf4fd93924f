import { expect, test } from 'vitest';
import { checkLengths } from './lengths.ts';
import { plant } from './planted.ts';

test('names the file that has more lines than it may and no other', () => {
  using planted = plant({
    'packages/core/src/long.ts': '\n'.repeat(251),
    'packages/core/src/full.ts': '\n'.repeat(250),
    'packages/core/src/full.test.ts': '\n'.repeat(300),
    'packages/core/src/long.test.ts': '\n'.repeat(301),
    'packages/core/dist/built.js': '\n'.repeat(900),
    'apps/ops/node_modules/x/index.js': '\n'.repeat(900),
  });
  expect(checkLengths(planted)).toEqual([
    'packages/core/src/long.test.ts:301 has 301 lines, 300 is the limit: split it by idea',
    'packages/core/src/long.ts:251 has 251 lines, 250 is the limit: split it by idea',
  ]);
});
