import { expect, test } from 'vitest';
import { checkLengths } from './lengths.ts';
import { plant } from './planted.ts';

test('names the file that has more than 250 lines and no other', () => {
  using planted = plant({
    'packages/core/src/long.ts': '\n'.repeat(251),
    'packages/core/src/full.ts': '\n'.repeat(250),
    'packages/core/dist/built.js': '\n'.repeat(900),
    'apps/ops/node_modules/x/index.js': '\n'.repeat(900),
  });
  expect(checkLengths(planted)).toEqual(['packages/core/src/long.ts:251 has 251 lines, 250 is the limit: split it by idea']);
});
