import { createHash } from 'node:crypto';
import { appendFile, lstat, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContractBackend } from '@lineclear/testing';
import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import devops from '../src/index.ts';
import { processExamples, server } from './process-examples.ts';
import { bareRepository, copiesOf, git, repository } from './repository.ts';

interface Backend extends ContractBackend {
  readonly root: string;
}

const startRepository = copiesOf(async () => {
  const root = await repository({
    'a.txt': 'one\ntwo\n',
    'b.txt': 'one\n',
    'folder/c.txt': 'three\n',
    'run.mjs': 'console.log(1)\n',
    'serve.mjs': server,
  });
  git(root, 'branch', 'side');
  git(root, 'checkout', '-q', '-b', 'topic');
  return root;
});

const startBackend = async (): Promise<Backend> => {
  const [root, remote] = await Promise.all([startRepository(), bareRepository()]);
  await appendFile(
    join(root, '.git/config'),
    `[remote "origin"]\n\turl = ${remote}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n`,
  );
  // A copied file is another one to the index, until git has looked.
  git(root, 'update-index', '-q', '--refresh');
  await writeFile(join(root, 'b.txt'), 'changed\n');
  return {
    root,
    connections: {
      workspace: {
        roots: [root],
        allow_programs: [process.execPath],
        shell: { allow: ['ls', 'sh'] },
        git: { push_to: [remote] },
      },
    },
    state: () => stateOf(root),
  };
};

/** Every file below the root with its content, the repository's data included. */
const stateOf = async (root: string): Promise<Record<string, string>> => {
  const state: Record<string, string> = {};
  for (const path of (await readdir(root, { recursive: true })).toSorted()) {
    const facts = await lstat(join(root, path));
    state[path] = facts.isFile()
      ? createHash('sha256')
          .update(await readFile(join(root, path)))
          .digest('hex')
      : 'folder';
  }
  return state;
};

const write =
  (path: string, text: string) =>
  ({ root }: Backend): Promise<void> =>
    writeFile(join(root, path), text);
const outside = { path: '../outside.txt' };

pluginContract<Backend>({
  plugin: devops,
  module: new URL('../src/index.ts', import.meta.url),
  backend: startBackend,
  prompts: { refactor_code: { path: 'src/cart', tests: 'npm test' } },
  examples: {
    fs_read: [{ input: { path: 'a.txt', limit: 1 } }, { input: outside, error: 'forbidden' }],
    fs_list: [{ input: { depth: 2, limit: 2 } }, { input: { path: 'missing' }, error: 'not_found' }],
    fs_info: [{ input: { path: 'a.txt' } }, { input: outside, error: 'forbidden' }],
    fs_search: [
      { input: { pattern: 'o', context: 1, limit: 1 } },
      { input: { pattern: '*.txt', kind: 'names' } },
      { input: { pattern: '(' }, error: 'invalid_input' },
    ],
    fs_write: [
      { input: { path: 'folder/d.txt', content: 'four\n' }, drift: write('folder/d.txt', 'theirs\n') },
      { input: { path: 'a.txt', content: 'four\n', overwrite: true }, drift: write('a.txt', 'theirs\n') },
      { input: { path: 'a.txt', content: 'four\n' }, error: 'conflict' },
      { input: { path: '.git/hooks/pre-commit', content: 'id' }, error: 'forbidden' },
    ],
    fs_edit: [
      { input: { path: 'a.txt', edits: [{ old: 'one', new: '1' }] }, drift: write('a.txt', 'one\nTWO\n') },
      { input: { path: 'a.txt', edits: [{ old: 'missing', new: '1' }] }, error: 'conflict' },
    ],
    fs_mkdir: [
      { input: { path: 'folder/new' }, drift: (backend) => write('folder/new', '')(backend) },
      { input: { path: 'x/y' }, error: 'not_found' },
    ],
    fs_move: [
      { input: { from: 'a.txt', to: 'moved/a.txt' }, drift: write('a.txt', 'theirs\n') },
      { input: { from: 'a.txt', to: 'b.txt', overwrite: true }, drift: write('b.txt', 'theirs\n') },
      { input: { from: 'a.txt', to: 'b.txt' }, error: 'conflict' },
    ],
    fs_delete: [
      { input: { path: 'a.txt' }, drift: write('a.txt', 'theirs\n') },
      { input: { path: 'folder', recursive: true }, drift: write('folder/new.txt', '') },
      { input: { path: 'folder' }, error: 'invalid_input' },
    ],
    process_run: [
      { input: { argv: [process.execPath, 'run.mjs'] }, drift: write('run.mjs', 'console.log(2)\n') },
      { input: { argv: ['true'] }, drift: false },
      { input: { argv: ['no-such-program'] }, error: 'not_found' },
    ],
    test_run: [
      { input: { argv: [process.execPath, 'run.mjs'] }, drift: write('run.mjs', 'console.log(2)\n') },
      { input: { argv: ['true'], report: '../report.xml' }, error: 'forbidden' },
    ],
    ...processExamples,
    shell_run: [
      { input: { command: 'ls; sh folder/c.txt' }, drift: write('folder/c.txt', 'other\n') },
      { input: { command: 'ls *.txt' }, drift: false },
      { input: { command: 'ls &' }, error: 'forbidden' },
    ],
    code_duplicates: [{ input: { path: 'folder' } }, { input: { path: '../outside' }, error: 'forbidden' }],
    secret_scan: [{ input: { path: 'folder' } }, { input: { path: '../outside' }, error: 'forbidden' }],
    git_status: [{ input: {} }, { input: { repository: '..' }, error: 'forbidden' }],
    git_diff: [
      { input: {} },
      { input: { from: 'HEAD', paths: ['b.txt'] } },
      { input: { from: 'no-such-branch' }, error: 'not_found' },
    ],
    git_log: [{ input: { limit: 1 } }, { input: { revision: '--all' }, error: 'invalid_input' }],
    git_show: [
      { input: {} },
      { input: { revision: 'main', path: 'a.txt' } },
      { input: { path: 'missing.txt' }, error: 'not_found' },
    ],
    git_branch_create: [
      {
        input: { name: 'feature/new' },
        drift: ({ root }) => Promise.resolve(void git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs')),
      },
      { input: { name: 'main' }, error: 'conflict' },
    ],
    git_switch: [
      {
        input: { branch: 'side' },
        drift: ({ root }) => Promise.resolve(void git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs')),
      },
      { input: { branch: 'no-such-branch' }, error: 'not_found' },
    ],
    git_stage: [
      { input: { paths: ['b.txt'] }, drift: write('b.txt', 'theirs\n') },
      { input: { paths: ['a.txt'] }, error: 'conflict' },
    ],
    git_push: [
      {
        input: { branch: 'topic' },
        drift: ({ root }) => Promise.resolve(void git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs')),
      },
      { input: { branch: 'main' }, error: 'forbidden' },
      { input: { remote: 'elsewhere' }, error: 'not_found' },
    ],
    git_commit: [
      { input: { message: 'Change b', paths: ['b.txt'] }, drift: write('b.txt', 'theirs\n') },
      {
        input: { message: 'Change b' },
        arrange: ({ root }) => void git(root, 'add', 'b.txt'),
        drift: ({ root }) => Promise.resolve(void git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs')),
      },
      { input: { message: 'Nothing' }, error: 'conflict' },
    ],
  },
});

toolSnapshots({
  plugin: devops,
  connections: { workspace: { roots: ['.'], shell: { allow: ['ls'] } } },
  folder: new URL('__snapshots__/', import.meta.url),
});
