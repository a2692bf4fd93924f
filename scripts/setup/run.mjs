// @ts-check
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** @type {NodeJS.Signals[]} */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Signals that follow each other this fast are one wish: npm hands a Ctrl-C on that the terminal has delivered already. */
const sameWishMs = 500;

/**
 * Runs a script of the workspace, hands signals on to it and waits for it, so that it can drain.
 * @param {{ node: string, root: string, script: string, rest: string[], env?: NodeJS.ProcessEnv }} command
 * @returns {Promise<number>} its exit code, or 128 + the signal that ended it
 */
export function run({ node, root, script, rest, env = process.env }) {
  const child = spawn(node, [join(root, script), ...rest], {
    stdio: 'inherit',
    env: childEnvironment({ node, env }),
    // Out of the terminal's process group, or a Ctrl-C would arrive once from the terminal and once more from here.
    detached: process.platform !== 'win32',
  });
  let lastAt = -Infinity;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now();
    if (now - lastAt > sameWishMs) child.kill(signal);
    lastAt = now;
  };
  for (const signal of forwarded) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}

/**
 * The same Node for everything that the child starts, and npm's own quiet log level not handed down.
 * @param {{ node: string, env: NodeJS.ProcessEnv }} from
 */
function childEnvironment({ node, env }) {
  const { npm_config_loglevel: _, ...kept } = env;
  return { ...kept, PATH: [dirname(node), env.PATH].filter(Boolean).join(delimiter) };
}
