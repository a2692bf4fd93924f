import { rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plant } from '../check/planted.ts';
import { fingerprint, isComplete } from './fingerprint.mjs';

const workspace = {
  'pnpm-lock.yaml': 'lockfileVersion: 9',
  'pnpm-workspace.yaml': 'packages: []',
  'package.json': '{}',
  'packages/core/package.json': '{}',
  'packages/core/src/index.ts': 'export {};',
  'node_modules/kept': '',
  'packages/core/node_modules/kept': '',
};

test.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/core/package.json'])('changes with %s', (file) => {
  using planted = plant(workspace);
  const before = fingerprint(planted);
  writeFileSync(join(planted.root, file), 'changed');
  expect(fingerprint(planted)).not.toBe(before);
});

test('changes with a new package and not with a source file', () => {
  using planted = plant(workspace);
  const before = fingerprint(planted);
  writeFileSync(join(planted.root, 'packages/core/src/index.ts'), 'export const a = 1;');
  expect(fingerprint(planted)).toBe(before);
  mkdirSync(join(planted.root, 'examples/new'), { recursive: true });
  writeFileSync(join(planted.root, 'examples/new/package.json'), '{}');
  expect(fingerprint(planted)).not.toBe(before);
});

test('notices that the links of one package are gone', () => {
  using planted = plant(workspace);
  expect(isComplete(planted)).toBe(true);
  rmSync(join(planted.root, 'packages/core/node_modules'), { recursive: true });
  expect(isComplete(planted)).toBe(false);
});
