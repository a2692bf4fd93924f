import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plant } from '../check/planted.ts';
import { removeLeftOvers } from './left-overs.mjs';

test('deletes the output of deleted sources and keeps the rest', () => {
  using planted = plant({
    'packages/core/src/kept.ts': '',
    'packages/core/dist/kept.js': '',
    'packages/core/dist/.tsbuildinfo': '',
    'packages/core/dist/gone.js': '',
    'packages/core/dist/gone.js.map': '',
    'packages/core/dist/gone.d.ts': '',
    'packages/core/dist/moved/away.js': '',
    'apps/ops/src/main.ts': '',
    'apps/ops/dist/main.js': '',
    'apps/ops/dist/nested/gone.js': '',
    'packages/unbuilt/package.json': '',
  });
  removeLeftOvers(planted);
  expect(globSync('*/*/dist/**/*.*', { cwd: planted.root }).toSorted()).toEqual([
    'apps/ops/dist/main.js',
    'packages/core/dist/kept.js',
  ]);
  expect(existsSync(join(planted.root, 'packages/core/dist/.tsbuildinfo'))).toBe(true);
});
