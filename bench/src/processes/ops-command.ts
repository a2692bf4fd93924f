import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StdioCommand } from '../load/stdio-client.ts';

export const opsFolder = fileURLToPath(new URL('../../../apps/ops', import.meta.url));

/** Throws where the app is not built. */
export const assertBuilt = (): void => {
  if (existsSync(join(opsFolder, 'dist', 'main.js'))) return;
  throw new Error('The app "ops" is not built: run "npm start -- version" once, which builds it.');
};

/** The app `ops` as the compiler wrote it, with its home, state and caches in the folder. */
export const opsCommand = (folder: string): StdioCommand => {
  assertBuilt();
  return { args: [join(opsFolder, 'bin', 'lineclear.js')], cwd: folder, env: { HOME: folder } };
};
