import { execFile } from 'node:child_process';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StdioCommand } from '../load/stdio-client.ts';
import { assertBuilt, opsFolder } from './ops-command.ts';

const run = promisify(execFile);
const bundler = fileURLToPath(new URL('../../../scripts/bundle-app.mjs', import.meta.url));

/** The app `ops` as it is published, made from what is built, with its home in the folder. */
export const publishOps = async (folder: string): Promise<StdioCommand> => {
  assertBuilt();
  const app = join(folder, 'app');
  const home = join(folder, 'home');
  await mkdir(home, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json']) await cp(join(opsFolder, part), join(app, part), { recursive: true });
  await symlink(join(opsFolder, 'node_modules'), join(app, 'node_modules'));
  await run(process.execPath, [bundler], { cwd: app });
  // The launcher prefers it to the bundle.
  await rm(join(app, 'dist'), { recursive: true });
  return { args: [join(app, 'bin', 'lineclear.js')], cwd: home, env: { HOME: home } };
};
