import { execFileSync } from 'node:child_process';
import { tempFolder } from './temp-folder.ts';

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
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'config', 'user.name', 'Bea');
  git(folder, 'config', 'user.email', 'bea@example.com');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', 'First');
  return folder;
};

/** An empty repository without a work tree in a folder of its own, as a server has it. */
export const bareRepository = async (): Promise<string> => {
  const folder = await tempFolder();
  git(folder, 'init', '-q', '--bare', '-b', 'main');
  return folder;
};
