// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { removeLeftOvers } from './left-overs.mjs';
import { note } from './note.mjs';

/**
 * Compiles what changed since the last time; the compiler finds that out by itself.
 * @param {{ root: string, node: string }} workspace
 * @returns {boolean} whether it succeeded; failures have been printed
 */
export function build({ root, node }) {
  const isFirst = !existsSync(join(root, 'packages', 'core', 'dist'));
  if (isFirst) note('building …');
  removeLeftOvers({ root });
  const { status } = spawnSync(node, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return true;
  note('the build failed; the lines above say where.');
  return false;
}
