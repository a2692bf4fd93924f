import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, it } from 'vitest';
import devops from '../src/index.ts';
import { bareRepository, git, repository } from './repository.ts';
import { startWorkspace } from './start-workspace.ts';

/** Words that stand for what somebody else wrote, and that a model might take over into an argument. */
const word = 'smuggled-words';

/** For every write, calls whose free texts hold the words; those of `process_write` are code of a program whose start was confirmed. */
const calls: Readonly<Record<string, readonly JsonObject[]>> = {
  fs_write: [
    { path: `${word}.txt`, content: 'x\n' },
    { path: 'new.txt', content: `${word}\n` },
  ],
  fs_edit: [{ path: 'a.txt', edits: [{ old: 'one', new: word }] }],
  fs_mkdir: [{ path: `deep/${word}`, parents: true }],
  fs_move: [{ from: 'a.txt', to: `${word}.txt` }],
  fs_delete: [{ path: `${word}.md` }],
  process_run: [
    { argv: [process.execPath, 'run.mjs', word] },
    { argv: [process.execPath, 'run.mjs'], stdin: word },
    { argv: [process.execPath, 'run.mjs'], cwd: word },
  ],
  process_start: [{ argv: [process.execPath, 'run.mjs', word] }, { argv: [process.execPath, 'run.mjs'], name: word }],
  test_run: [
    { argv: [process.execPath, 'run.mjs', word] },
    { argv: [process.execPath, 'run.mjs'], report: `${word}.xml` },
    { argv: [process.execPath, 'run.mjs'], coverage: `${word}.info` },
  ],
  shell_run: [{ command: `ls ${word}.md` }],
  git_branch_create: [{ name: word }],
  git_switch: [{ branch: `${word}-branch` }],
  git_stage: [{ paths: [`${word}.md`] }],
  git_commit: [{ message: word, paths: ['b.txt'] }],
  git_push: [{ branch: `${word}-branch` }],
  // It names a process that only its starter knows, and changes nothing else.
  process_stop: [],
  process_write: [],
};

const start = async () => {
  const root = await repository({
    'a.txt': 'one\n',
    'b.txt': 'one\n',
    'run.mjs': '',
    [`${word}/x.txt`]: '',
    [`${word}.md`]: 'one\n',
  });
  const remote = await bareRepository();
  git(root, 'remote', 'add', 'origin', remote);
  git(root, 'branch', `${word}-branch`);
  for (const file of ['b.txt', `${word}.md`]) await writeFile(join(root, file), 'two\n');
  return startWorkspace(
    {},
    { root, settings: { allow_programs: [process.execPath], shell: { allow: ['ls'] }, git: { push_to: [remote] } } },
  );
};

it('knows every write', () => {
  const writes = devops.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
  expect(Object.keys(calls).toSorted()).toEqual(writes.toSorted());
});

it.each(Object.entries(calls).flatMap(([tool, inputs]) => inputs.map((input) => ({ tool, input }))))(
  'the preview of $tool shows $input',
  async ({ tool, input }) => {
    const { call } = await start();
    const { status, description, changes, details, before, warnings } = await call(tool, input);
    expect(status).toBe('preview');
    expect(JSON.stringify([description, changes, details, before, warnings])).toContain(word);
  },
);
