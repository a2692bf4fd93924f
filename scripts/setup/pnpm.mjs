// @ts-check
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const version = '12.21.0';

/**
 * How to start the package manager with nothing but npm on the machine: through the npx that belongs to the npm that
 * runs this, else the one on the search path.
 * @param {readonly string[]} rest
 * @returns {{ file: string, arguments: string[], shell: boolean, env: NodeJS.ProcessEnv }}
 */
export function pnpmCommand(rest) {
  const beside = process.env.npm_execpath === undefined ? undefined : join(dirname(process.env.npm_execpath), 'npx-cli.js');
  const found = beside !== undefined && existsSync(beside);
  return {
    file: found ? process.execPath : 'npx',
    arguments: [...(found ? [beside] : []), '-y', `pnpm@${version}`, ...rest],
    shell: !found && process.platform === 'win32',
    // npm hands its configuration down to what it starts: without a log level of its own a failure of npx would stay silent.
    env: { ...process.env, npm_config_loglevel: 'error' },
  };
}
