import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../test/repository.ts';
import { runProgram } from '../process/run-program.ts';
import { minimalEnvironment } from '../process/environment.ts';
import { openWorkspace } from '../workspace/workspace.ts';

const signal = new AbortController().signal;
const principal = { id: 'tester' };
const open = async () => {
  const root = await repository();
  await writeFile(join(root, 'a.txt'), 'two\n');
  const { reader, writer } = await openWorkspace({
    roots: [root],
    protectedPaths: [],
    allowedPrograms: [],
    maxFileBytes: 1 << 20,
    env: minimalEnvironment(process.env),
    run: runProgram,
  });
  const request = { path: '.', paths: ['a.txt'], principal, signal };
  const { guard } = await reader.git.previewCommit(request);
  const commit = (idempotencyKey: string) =>
    writer.git.commit({ ...request, message: 'Change', guard, idempotencyKey, step: () => undefined });
  return { root, reader, commit };
};

describe('a commit', () => {
  it('is found again by its key, and only by its key', async () => {
    const { reader, commit } = await open();
    expect(await reader.git.wasCommitted({ path: '.', idempotencyKey: 'key-1', signal })).toBe(false);
    await commit('key-1');
    expect(await reader.git.wasCommitted({ path: '.', idempotencyKey: 'key-1', signal })).toBe(true);
    expect(await reader.git.wasCommitted({ path: '.', idempotencyKey: 'key', signal })).toBe(false);
  });

  it('happens once: a second attempt finds the branch moved', async () => {
    const { root, commit } = await open();
    await commit('key-1');
    await expect(commit('key-1')).rejects.toMatchObject({ code: 'conflict', effect: 'none' });
    expect(git(root, 'rev-list', '--count', 'HEAD')).toBe('2');
  });

  it('loses a race without a trace on the branch', async () => {
    const { root, commit } = await open();
    const ends = await Promise.allSettled([commit('key-1'), commit('key-2'), commit('key-3')]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(git(root, 'rev-list', '--count', 'HEAD')).toBe('2');
    expect(git(root, 'status', '--porcelain')).toBe('');
  });
});
