import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallContext, JsonObject, WriteTool } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import devops from '../src/index.ts';
import { minimalEnvironment } from '../src/process/environment.ts';
import { runProgram } from '../src/process/run-program.ts';
import { openWorkspace } from '../src/workspace/workspace.ts';
import { bareRepository, git, repository } from './repository.ts';

// oxlint-disable-next-line typescript/no-explicit-any
type Write = WriteTool<any, any, any, any, any>;

const context: CallContext = {
  profile: { name: 'test', tier: 'development' },
  principal: { id: 'tester' },
  signal: new AbortController().signal,
  progress: () => undefined,
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  clock: { now: () => 0 },
  audit: { query: () => Promise.resolve([]) },
  state: {
    get: () => Promise.resolve(undefined),
    set: () => Promise.resolve(),
    create: () => Promise.resolve(true),
    delete: () => Promise.resolve(false),
    list: () => Promise.resolve([]),
  },
  call: () => Promise.reject(new Error('No tool calls another.')),
};

/** One tool with a previewed call, as core has it when a process dies in the middle of the execution. */
const open = async (name: string, args: JsonObject) => {
  const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  const remote = await bareRepository();
  git(root, 'remote', 'add', 'origin', remote);
  git(root, 'branch', 'side');
  git(root, 'branch', 'topic');
  await writeFile(join(root, 'b.txt'), 'changed\n');
  const env = minimalEnvironment(process.env);
  const options = { roots: [root], protectedPaths: [], allowedPrograms: [], maxFileBytes: 1 << 20, env, run: runProgram };
  const push = { pushTo: [remote], protectedBranches: [], sshConfig: undefined };
  const { reader, writer } = await openWorkspace({ ...options, push });
  const tool = devops.tools.find((candidate): candidate is Write => candidate.name === name && 'preview' in candidate);
  if (tool?.reconcile === undefined) throw new Error(`${name} does not reconcile.`);
  const { reconcile } = tool;
  const input: unknown = tool.input.parse(args);
  const { guard } = await tool.preview({ ...context, input, reader });
  const shared = { ...context, input, guard, idempotencyKey: 'key-1' };
  return {
    root,
    execute: () => tool.execute({ ...shared, writer, approver: undefined, step: () => undefined }),
    reconcile: () => reconcile({ ...shared, reader }),
  };
};

const other = (root: string) => Promise.resolve(void git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs'));

const cases: Readonly<Record<string, { args: JsonObject; elsewhere: (root: string) => Promise<void> }>> = {
  fs_write: {
    args: { path: 'a.txt', content: 'new\n', overwrite: true },
    elsewhere: (root) => writeFile(join(root, 'a.txt'), 'theirs\n'),
  },
  fs_edit: {
    args: { path: 'a.txt', edits: [{ old: 'one', new: '1' }] },
    elsewhere: (root) => writeFile(join(root, 'a.txt'), 'theirs\n'),
  },
  fs_mkdir: { args: { path: 'new/inner', parents: true }, elsewhere: (root) => mkdir(join(root, 'new')) },
  fs_move: { args: { from: 'a.txt', to: 'sub/a.txt' }, elsewhere: (root) => rm(join(root, 'a.txt')) },
  git_branch_create: {
    args: { name: 'new' },
    elsewhere: async (root) => {
      await other(root);
      git(root, 'branch', 'new');
    },
  },
  git_switch: { args: { branch: 'side' }, elsewhere: other },
  git_stage: {
    args: { paths: ['b.txt'] },
    elsewhere: (root) => Promise.resolve(void git(root, 'rm', '-q', '--cached', 'a.txt')),
  },
  git_push: {
    args: { branch: 'topic' },
    elsewhere: (root) => {
      git(root, 'checkout', '-q', '--orphan', 'unrelated');
      git(root, 'commit', '-q', '-m', 'Theirs');
      return Promise.resolve(void git(root, 'push', '-q', 'origin', 'HEAD:topic'));
    },
  },
  fs_delete: { args: { path: 'a.txt' }, elsewhere: (root) => writeFile(join(root, 'a.txt'), 'theirs\n') },
};

describe.each(Object.entries(cases))('%s after an interrupted execution', (name, { args, elsewhere }) => {
  it('says "failed" when nothing happened', async () => {
    const { reconcile } = await open(name, args);
    expect(await reconcile()).toBe('failed');
  });

  it('says "executed" when it happened', async () => {
    const { execute, reconcile } = await open(name, args);
    await execute();
    expect(await reconcile()).toBe('executed');
  });

  it('says "unknown" when somebody else was there', async () => {
    const { root, reconcile } = await open(name, args);
    await elsewhere(root);
    expect(await reconcile()).toBe('unknown');
  });
});

describe('fs_move between its two steps', () => {
  it('says "unknown"', async () => {
    const { root, reconcile } = await open('fs_move', { from: 'a.txt', to: 'c.txt' });
    await link(join(root, 'a.txt'), join(root, 'c.txt'));
    expect(await reconcile()).toBe('unknown');
  });
});

describe('git_commit after an interrupted execution', () => {
  const args = { message: 'Change b', paths: ['b.txt'] };

  it('tells a commit that was made from one that was not', async () => {
    const { execute, reconcile } = await open('git_commit', args);
    expect(await reconcile()).toBe('failed');
    await execute();
    expect(await reconcile()).toBe('executed');
  });

  it('does not guess when somebody else committed', async () => {
    const { root, reconcile } = await open('git_commit', args);
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Theirs');
    expect(await reconcile()).toBe('unknown');
  });
});

describe('git_push after a lost answer', () => {
  it('says "executed" when somebody pushed on top of it', async () => {
    const { root, execute, reconcile } = await open('git_push', { branch: 'topic' });
    await execute();
    git(root, 'commit', '-q', '--allow-empty', '-m', 'More');
    git(root, 'push', '-q', 'origin', 'HEAD:topic');
    expect(await reconcile()).toBe('executed');
  });
});
