import { execFileSync } from 'node:child_process';
import type { Example } from '../example.ts';
import { gitInLab, lab } from '../git-world.ts';
import type { World } from '../world.ts';

export const gitReads: readonly Example[] = [
  {
    tool: 'git_status',
    args: {},
    answers: { branch: 'main', staged: [{ path: 'staged.txt' }] },
    error: { args: { repository: '../outside' }, code: 'forbidden' },
  },
  {
    tool: 'git_diff',
    args: { staged: true },
    answers: { files: [{ path: 'staged.txt', added: 1 }] },
    error: { args: { from: 'no-such-branch' }, code: 'not_found' },
  },
  {
    tool: 'git_log',
    args: { limit: 1 },
    answers: { commits: [{ author: 'Ada' }] },
    error: { args: { revision: 'no-such-branch' }, code: 'not_found' },
  },
  {
    tool: 'git_show',
    args: { path: 'junk.txt' },
    answers: { author: 'Ada', text: 'to be deleted\n', complete: true },
    error: { args: { path: 'missing.txt' }, code: 'not_found' },
  },
];

const inLab =
  (...args: readonly string[]) =>
  ({ home }: World) =>
    gitInLab({ home, args });

// Everything is previewed before anything is executed: no write may change what the preview of another one saw.
export const gitWrites: readonly Example[] = [
  {
    tool: 'git_commit',
    args: { message: 'Add a staged file' },
    answers: { risk: 'additive' },
    executes: {
      result: { branch: 'main' },
      afterwards: ({ home }) => execFileSync('git', ['log', '-1', '--format=%s'], { cwd: home.workspace, encoding: 'utf8' }),
      found: 'Add a staged file\n',
    },
    error: { args: { repository: 'src', message: 'x' }, code: 'invalid_input' },
  },
  {
    tool: 'git_stage',
    args: { repository: lab, paths: ['a.txt'] },
    answers: { risk: 'reversible', details: { files: [{ path: 'a.txt', added: 1, removed: 1 }] } },
    executes: { result: { repository: lab }, afterwards: inLab('diff', '--cached', '--name-only'), found: 'a.txt' },
    error: { args: { repository: lab, paths: ['../../outside'] }, code: 'forbidden' },
  },
  {
    tool: 'git_branch_create',
    args: { repository: lab, name: 'feature/one', from: 'topic' },
    answers: { risk: 'additive' },
    executes: {
      result: { branch: 'feature/one' },
      afterwards: inLab('branch', '--list', '--format=%(refname:short)', 'feature/*'),
      found: 'feature/one',
    },
    error: { args: { repository: lab, name: 'main' }, code: 'conflict' },
  },
  {
    tool: 'git_switch',
    args: { repository: lab, branch: 'topic' },
    answers: { risk: 'reversible', changes: ['A b.txt'] },
    executes: { result: { branch: 'topic' }, afterwards: inLab('branch', '--show-current'), found: 'topic' },
    error: { args: { repository: lab, branch: 'no-such-branch' }, code: 'not_found' },
  },
  {
    tool: 'git_push',
    args: { repository: lab, branch: 'topic' },
    answers: { risk: 'reversible', approval: { required: 'model' }, details: { files: ['b.txt'] } },
    executes: {
      result: { branch: 'topic' },
      afterwards: (world) =>
        inLab('ls-remote', 'origin', 'refs/heads/topic')(world) === `${inLab('rev-parse', 'topic')(world)}\trefs/heads/topic`,
      found: true,
    },
    error: { args: { repository: lab, branch: 'main' }, code: 'forbidden' },
  },
];
