import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One user's folders, and in them a workspace that is a git repository. */
export interface Home extends AsyncDisposable {
  readonly folder: string;
  /** Where commands start; the profile `local` works here. */
  readonly workspace: string;
  /** Where the app keeps the store, the anchor and the token. */
  readonly state: string;
  readonly storeFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Writes a file, its path relative to the workspace; yields the absolute path. A configuration is trusted, as if the user had said so. */
  readonly write: (path: string, text: string) => Promise<string>;
}

// Shared by all homes: with a cold cache of its own every process of the tests would compile everything again.
const compileCache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/** Makes a home with a repository of one commit and one staged file. */
export const makeHome = async (): Promise<Home> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-e2e-'));
  const workspace = join(folder, 'workspace');
  const state = join(folder, 'state', 'lineclear');
  const env = {
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: compileCache,
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const write = async (path: string, text: string): Promise<string> => {
    const file = join(workspace, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (path === 'lineclear.yaml') await trust({ state, file, text });
    return file;
  };
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: workspace, env });

  await write('notes.txt', 'alpha\nbeta\n');
  await write('src/app.ts', "export const greeting = 'hello';\n");
  await write('old.txt', 'to be moved\n');
  await write('junk.txt', 'to be deleted\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin');
  await write('staged.txt', 'to be committed\n');
  git('add', 'staged.txt');
  return {
    folder,
    workspace,
    state,
    storeFile: join(state, 'lineclear.db'),
    env,
    write,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
  };
};

// The place of the file and the digest of its text, as `config trust` keeps them.
const trust = async ({ state, file, text }: { state: string; file: string; text: string }): Promise<void> => {
  const place = join(await realpath(dirname(file)), basename(file));
  await mkdir(state, { recursive: true, mode: 0o700 });
  const trusted = JSON.stringify({ [place]: createHash('sha256').update(text).digest('hex') });
  await writeFile(join(state, 'trusted-configs.json'), trusted, { mode: 0o600 });
};
