import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StdioCommand } from '../load/stdio-client.ts';

/** The built app `ops` as a client starts it, with its home, state and caches in the folder. Throws where it is not built. */
export const opsCommand = (folder: string): StdioCommand => {
  const app = new URL('../../../apps/ops/', import.meta.url);
  if (!existsSync(new URL('dist/main.js', app)))
    throw new Error('The app "ops" is not built: run "npm run bench", or "tsc -b" first.');
  return {
    args: [fileURLToPath(new URL('bin/lineclear.js', app))],
    cwd: folder,
    env: { HOME: folder },
  };
};
