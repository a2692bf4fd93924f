// @ts-check
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const oldest = [22, 19];

/**
 * The Node that runs everything else: the one among the workspace's packages, else the one that runs this, if it is new enough.
 * @param {{ root: string }} workspace
 * @returns {string | undefined}
 */
export function findNode({ root }) {
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(bundled) && starts(bundled)) return bundled;
  return isRecent(process.versions.node) ? process.execPath : undefined;
}

/** @param {string} version */
export function isRecent(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

/**
 * A binary for another C library is present and yet does not start.
 * @param {string} file
 */
function starts(file) {
  return spawnSync(file, ['--version'], { stdio: 'ignore' }).status === 0;
}
