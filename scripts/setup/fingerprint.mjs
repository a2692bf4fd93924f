// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const nested = ['packages', 'apps', 'examples'];
const single = ['.', 'e2e', 'bench'];

/**
 * Changes whenever what has to be installed changes: the lockfile, any package.json, the platform.
 * @param {{ root: string }} workspace
 */
export function fingerprint({ root }) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...packageFolders(root).map((folder) => join(folder, 'package.json'))];
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/**
 * Whether every package still has its links; somebody may have removed one folder.
 * @param {{ root: string }} workspace
 */
export function isComplete({ root }) {
  return packageFolders(root).every((folder) => existsSync(join(root, folder, 'node_modules')));
}

/** @param {string} root */
function packageFolders(root) {
  const below = nested
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));
  return [...single, ...below.sort()].filter((folder) => existsSync(join(root, folder, 'package.json')));
}
