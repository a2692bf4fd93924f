import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Home } from '../processes/app/home.ts';

/** A second repository in the workspace, with a branch and a remote that no other example looks at. */
export const lab = 'lab';

/** Runs git in it as a person would. */
export const gitInLab = ({ home, args }: { home: Home; args: readonly string[] }): string =>
  execFileSync('git', args, { cwd: join(home.workspace, lab), env: home.env, encoding: 'utf8' }).trim();

/** Makes the repository: `main` is at its remote, `topic` has one commit more, and one file is changed. Yields the remote's URL. */
export const makeLab = async (home: Home): Promise<string> => {
  const remote = join(home.folder, 'lab.git');
  const git = (...args: readonly string[]) => gitInLab({ home, args });
  await home.write(`${lab}/a.txt`, 'one\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('init', '--quiet', '--bare', remote);
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  git('remote', 'add', 'origin', remote);
  git('add', '.');
  git('commit', '--quiet', '--message', 'Begin the lab');
  git('push', '--quiet', 'origin', 'main');
  git('switch', '--quiet', '--create', 'topic');
  await home.write(`${lab}/b.txt`, 'two\n');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Go on');
  git('switch', '--quiet', 'main');
  await writeFile(join(home.workspace, lab, 'a.txt'), 'changed\n');
  return remote;
};
