import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plant } from '../check/planted.ts';
import { findNode, isRecent } from './node.mjs';

const bundled = `node_modules/node-${process.platform}-${process.arch}/bin/node`;

test.each([
  ['20.20.2', false],
  ['22.18.9', false],
  ['22.19.0', true],
  ['24.0.0', true],
])('Node %s is recent enough: %s', (version, expected) => {
  expect(isRecent(version)).toBe(expected);
});

test('prefers the Node among the packages', () => {
  using planted = plant({ [bundled]: '#!/bin/sh\nexit 0\n' });
  chmodSync(join(planted.root, bundled), 0o755);
  expect(findNode(planted)).toBe(join(planted.root, bundled));
});

test('goes on with its own Node where there is none among the packages, or one that does not start', () => {
  using empty = plant({ 'package.json': '{}' });
  expect(findNode(empty)).toBe(process.execPath);
  using broken = plant({ [bundled]: '#!/bin/sh\nexit 127\n' });
  chmodSync(join(broken.root, bundled), 0o755);
  expect(findNode(broken)).toBe(process.execPath);
});
