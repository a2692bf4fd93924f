// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isComplete } from './fingerprint.mjs';
import { findNode } from './node.mjs';
import { note } from './note.mjs';
import { pnpmCommand } from './pnpm.mjs';

/**
 * Installs what the lockfile names unless that was done before.
 * @param {{ root: string }} workspace
 * @returns {string | undefined} the Node to go on with; nothing when there is none, which has been said
 */
export function install({ root }) {
  const stampFile = join(root, 'node_modules', '.lineclear-setup.json');
  const hash = fingerprint({ root });
  const known = readStamp(stampFile);
  if (known !== undefined && known.hash === hash && existsSync(known.node) && isComplete({ root })) return known.node;

  note('installing packages (the first time takes up to half a minute) …');
  const startedAt = Date.now();
  if (!runPnpm({ root })) {
    note('the packages could not be installed; the lines above say why (the first time, the npm registry must be reachable).');
    return undefined;
  }
  note(`packages installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  const node = findNode({ root });
  if (node === undefined) {
    note(
      `Node ${process.versions.node} is too old and npm has no newer one for this machine: install Node 24 (>= 22.19) from nodejs.org.`,
    );
    return undefined;
  }
  writeFileSync(stampFile, JSON.stringify({ hash, node }));
  return node;
}

/** @param {{ root: string }} workspace */
function runPnpm({ root }) {
  const command = pnpmCommand(['install', '--frozen-lockfile']);
  const { status, error } = spawnSync(command.file, command.arguments, {
    cwd: root,
    env: command.env,
    // Its progress belongs on stderr.
    stdio: ['ignore', 2, 2],
    shell: command.shell,
  });
  if (error !== undefined) note(`npx did not start: ${error.message}`);
  return status === 0;
}

/**
 * @param {string} file
 * @returns {{ hash: string, node: string } | undefined}
 */
function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
