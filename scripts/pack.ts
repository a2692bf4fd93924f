import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pnpmCommand } from './setup/pnpm.mjs';

export interface Packed {
  readonly name: string;
  /** The package's folder in the workspace, relative to its root. */
  readonly folder: string;
  /** The absolute path of the tarball. */
  readonly tarball: string;
}

const run = promisify(execFile);

/** Packs every package that is published, as a release would; the builds must be there. */
export async function packAll({ root, into }: { root: string; into: string }): Promise<readonly Packed[]> {
  const folders = globSync(['packages/*/package.json', 'apps/*/package.json'], { cwd: root })
    .map((file) => dirname(file))
    .filter((folder) => manifest({ root, folder }).private !== true)
    .toSorted();
  const command = pnpmCommand([
    ...folders.map((folder) => `--filter=./${folder}`),
    'pack',
    '--pack-destination',
    into,
    '--silent',
  ]);
  await run(command.file, command.arguments, { cwd: root, env: command.env, shell: command.shell });
  return folders.map((folder) => {
    const { name, version } = manifest({ root, folder });
    return { name, folder, tarball: join(into, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`) };
  });
}

function manifest({ root, folder }: { root: string; folder: string }): { name: string; version: string; private?: boolean } {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
