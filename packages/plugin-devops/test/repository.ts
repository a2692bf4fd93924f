import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { putFiles, tempFolder } from './temp-folder.ts';

const env = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
};

/** Runs git as a person at a keyboard would, without anybody's own settings. */
export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** A repository on branch `main` with these files in one commit, and an identity of its own. */
export const repository = async (
  files: Readonly<Record<string, string | Uint8Array>> = { 'a.txt': 'one\n' },
): Promise<string> => {
  const folder = await tempFolder(files);
  await putFiles({ folder: join(folder, '.git'), files: initial({ isBare: false }) });
  await makeFolders(join(folder, '.git'));
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'First');
  return folder;
};

/** An empty repository without a work tree in a folder of its own, as a server has it. */
export const bareRepository = async (): Promise<string> => {
  const folder = await tempFolder(initial({ isBare: true }));
  await makeFolders(folder);
  return folder;
};

/** Copies of what `make` makes in one folder, removed with their tests; their index knows the files that were copied. */
export const copiesOf = (make: () => Promise<string>): (() => Promise<string>) => {
  let original: Promise<string> | undefined;
  return async () => {
    original ??= make().then(async (made) => {
      const kept = await mkdtemp(join(tmpdir(), 'devops-original-'));
      process.once('exit', () => rmSync(kept, { recursive: true, force: true }));
      await cp(made, kept, { recursive: true });
      return kept;
    });
    const folder = await tempFolder();
    await cp(await original, folder, { recursive: true });
    return folder;
  };
};

// What `git init` makes, without its examples of hooks: a process for each line of it takes most of the time of a test.
const initial = ({ isBare }: { isBare: boolean }): Readonly<Record<string, string>> => ({
  HEAD: 'ref: refs/heads/main\n',
  description: 'Unnamed repository; edit this file to name it.\n',
  'info/exclude': '',
  config: [
    `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = ${isBare}\n`,
    ...(isBare ? [] : ['\tlogallrefupdates = true\n[user]\n\tname = Bea\n\temail = bea@example.com\n']),
  ].join(''),
});

const makeFolders = async (gitFolder: string): Promise<void> => {
  for (const name of ['hooks', 'objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
    await mkdir(join(gitFolder, name), { recursive: true });
};
