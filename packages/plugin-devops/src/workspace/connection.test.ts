import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bareRepository, git, repository } from '../../test/repository.ts';
import { startWorkspace } from '../../test/start-workspace.ts';
import { tempFolder } from '../../test/temp-folder.ts';
import { runProgram } from '../process/run-program.ts';
import type { RunProgram } from '../process/run-program.ts';
import { workspace } from './connection.ts';
import { openWorkspace } from './workspace.ts';

const signal = new AbortController().signal;

describe('the workspace connection', () => {
  it('lets its reader send exactly the commands it declares', async () => {
    const root = await repository({ '.gitattributes': '*.key filter=own\n', 'a.txt': 'one\n' });
    const remote = await bareRepository();
    git(root, 'push', '-q', remote, 'main');
    git(root, 'remote', 'add', 'origin', remote);
    git(root, 'branch', 'side');
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Second');
    await writeFile(join(root, 'b.txt'), 'staged\n');
    git(root, 'add', 'b.txt');
    await writeFile(join(root, '.git/config'), '[filter "own"]\n\tclean = cat\n', { flag: 'a' });
    await writeFile(join(root, 'a.txt'), 'two\n');
    const sent = new Set<string>();
    const run: RunProgram = (call) => {
      const name = call.invokedAs ?? basename(call.program);
      sent.add(name === 'git' ? `git ${call.args.find((argument) => !argument.startsWith('-'))}` : name);
      return runProgram(call);
    };
    const env = { PATH: process.env['PATH'] ?? '' };
    const { reader } = await openWorkspace({
      roots: [root],
      protectedPaths: [],
      allowedPrograms: [],
      maxFileBytes: 1 << 20,
      env,
      run,
      push: { pushTo: [remote], protectedBranches: [], sshConfig: undefined },
    });
    const page = { path: '.', globs: [], includeIgnored: false, limit: 5, skip: 0, signal };
    await reader.health();
    await reader.search.contents({ ...page, pattern: 'one', literal: true, context: 0 });
    await reader.search.names({ ...page, pattern: 'a' });
    await reader.judgeProcess({ argv: ['ls'], path: '.' });
    await reader.git.status({ path: '.', signal });
    await reader.git.diff({ path: '.', from: 'HEAD', staged: false, paths: [], maxCharacters: 1_000, signal });
    await reader.git.log({ path: '.', revision: 'HEAD', paths: [], skip: 0, limit: 1, signal });
    await reader.git.previewCommit({ path: '.', paths: ['a.txt'], principal: { id: 'tester' }, signal });
    await reader.git.wasCommitted({ path: '.', idempotencyKey: 'key', signal });
    await reader.git.showFile({ path: '.', revision: 'HEAD', file: 'a.txt', maxCharacters: 1_000, signal });
    await reader.git.previewBranch({ path: '.', name: 'new', from: 'HEAD', signal });
    await reader.git.previewSwitch({ path: '.', branch: 'side', signal });
    await reader.git.previewStage({ path: '.', paths: ['b.txt'], unstage: true, signal });
    await reader.git.previewPush({ path: '.', remote: 'origin', branch: undefined, force: false, signal });
    expect([...sent].toSorted()).toEqual([...(workspace.readerCommands ?? [])].toSorted());
  });

  it('opens the current folder when there is no configuration, with programs that only report', () => {
    const settings = workspace.local?.({ cwd: '/srv/app' });
    expect(workspace.profile.parse(settings)).toMatchObject({ roots: ['/srv/app'] });
    expect(settings?.allow_programs).not.toContain('node');
    expect(settings?.allow_programs).not.toContain('git');
    expect(settings?.allow_programs).not.toContain('cat');
  });

  it('refuses settings that cannot be meant', () => {
    const parse = (more: object) => workspace.profile.safeParse({ roots: ['.'], ...more }).success;
    expect(parse({})).toBe(true);
    for (const more of [
      { roots: [] },
      { allow_programs: ['rm -rf'] },
      { allow_programs: ['./tool'] },
      { env: { 'A=B': '' } },
      { max_file_bytes: 1 },
      { root: '.' },
    ]) {
      expect(parse(more), JSON.stringify(more)).toBe(false);
    }
  });

  it('says which root is missing', async () => {
    const root = join(await tempFolder(), 'missing');
    const { call } = await startWorkspace({}, { root });
    await expect(call('fs_list')).rejects.toMatchObject({ code: 'not_configured', details: { reason: 'bad_root' } });
  });
});
