import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { packAll } from '../../scripts/pack.ts';
import { build } from '../../scripts/setup/build.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A folder of somebody who installed the published packages and nothing else of this workspace. */
export interface Installed extends AsyncDisposable {
  readonly folder: string;
  readonly home: string;
  /** What a shell of that person has: an own home, no npm script around it. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs a program there and resolves with what it printed, whatever its exit code. */
  readonly run: (file: string, rest: readonly string[]) => Promise<Ran>;
}

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Packs every published package and installs the tarballs with npm in an empty folder. */
export async function installPacked(): Promise<Installed> {
  const place = await mkdtemp(join(tmpdir(), 'lineclear-packed-'));
  const [tarballs, folder, home] = ['tarballs', 'work', 'home'].map((name) => join(place, name)) as [string, string, string];
  await Promise.all([tarballs, folder, home].map((name) => mkdir(name)));
  if (!build({ root, node: process.execPath })) throw new Error('the build failed');
  const packed = await packAll({ root, into: tarballs });
  const env = environment({ home });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'work', private: true, type: 'module' }));
  // npm's own cache may serve it; what is tested is how the packages fit together.
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  // What somebody needs beside them who writes TypeScript and embeds lineclear into a server on SDK version 1.
  const wanted = ['@types/node@24', '@modelcontextprotocol/sdk@1', ...packed.map(({ tarball }) => tarball)];
  await run('npm', ['install', ...quietly, ...wanted], { cwd: folder, env: { ...env, HOME: process.env['HOME'] } });
  return {
    folder,
    home,
    env,
    run: (file, rest) => runAnyway({ file, rest, cwd: folder, env }),
    [Symbol.asyncDispose]: () => rm(place, { recursive: true, maxRetries: 20 }),
  };
}

async function runAnyway({
  file,
  rest,
  cwd,
  env,
}: {
  file: string;
  rest: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(file, rest, { cwd, env }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1 });
    });
  });
}

/** The Node of these tests first, and nothing that npm, the test runner or the developer's own lineclear left behind. */
function environment({ home }: { home: string }): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|vitest|lineclear_|xdg_|node_env$|node_options$)/i.test(name),
  );
  const path = [dirname(process.execPath), process.env['PATH']].join(':');
  return { ...Object.fromEntries(kept), HOME: home, PATH: path };
}
