import { access, chmod, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { git, repository } from '../../test/repository.ts';
import { startWorkspace } from '../../test/start-workspace.ts';
import { tempFolder } from '../../test/temp-folder.ts';

interface Trap {
  /** Sets the trap: git runs `program` when it is sprung. */
  readonly set: (place: { root: string; program: string }) => void | Promise<void>;
  /** An ordinary git command that springs it: proves that the trap works. */
  readonly springs: readonly string[];
}
const attributes = (root: string, line: string) => writeFile(join(root, '.git/info/attributes'), `${line}\n`);
const hook =
  (name: string): Trap['set'] =>
  async ({ root, program }) => {
    await writeFile(join(root, '.git/hooks', name), `#!/bin/sh\n${program}\n`);
    await chmod(join(root, '.git/hooks', name), 0o755);
  };
const setting =
  (key: string): Trap['set'] =>
  ({ root, program }) => {
    git(root, 'config', key, program);
  };

const traps: Readonly<Record<string, Trap>> = {
  'core.fsmonitor': { set: setting('core.fsmonitor'), springs: ['status'] },
  'diff.external': { set: setting('diff.external'), springs: ['diff'] },
  'a diff driver': {
    set: async ({ root, program }) => {
      git(root, 'config', 'diff.trap.command', program);
      await attributes(root, '*.txt diff=trap');
    },
    springs: ['diff'],
  },
  'a text conversion': {
    set: async ({ root, program }) => {
      git(root, 'config', 'diff.trap.textconv', program);
      await attributes(root, '*.txt diff=trap');
    },
    springs: ['diff'],
  },
  'a clean filter': {
    set: async ({ root, program }) => {
      git(root, 'config', 'filter.trap.clean', program);
      await attributes(root, '*.txt filter=trap');
    },
    springs: ['status'],
  },
  'a clean filter with an odd name, from an included file': {
    set: async ({ root, program }) => {
      await writeFile(
        join(root, '.git/more'),
        `[filter "Tr.a p"]\n\tclean = ${program}\n\trequired = true\n[filter "Tr"]\n\tclean = ${program}\n`,
      );
      git(root, 'config', 'include.path', 'more');
      await attributes(root, '*.txt filter=Tr');
    },
    springs: ['status'],
  },
  'a filter process': {
    set: async ({ root, program }) => {
      git(root, 'config', 'filter.trap.process', program);
      await attributes(root, '*.txt filter=trap');
    },
    springs: ['diff'],
  },
  'the hook post-index-change': { set: hook('post-index-change'), springs: ['status'] },
  'the hook pre-commit': { set: hook('pre-commit'), springs: ['commit', '--allow-empty', '-m', 'x'] },
  'the hook reference-transaction': { set: hook('reference-transaction'), springs: ['update-ref', 'refs/heads/x', 'HEAD'] },
  'core.hooksPath': {
    set: async ({ root, program }) => {
      await hook('post-commit')({ root, program });
      git(root, 'config', 'core.hooksPath', join(root, '.git/hooks'));
    },
    springs: ['commit', '--allow-empty', '-m', 'x'],
  },
  'a signing program': {
    set: ({ root, program }) => {
      git(root, 'config', 'commit.gpgSign', 'true');
      git(root, 'config', 'gpg.program', program);
    },
    springs: ['commit', '--allow-empty', '-m', 'x'],
  },
};

describe('a repository that wants to run programs', () => {
  it.each(Object.entries(traps))('does not get to run any through %s', async (_title, { set, springs }) => {
    const root = await repository({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
    const place = await tempFolder();
    const [program, marker] = [join(place, 'trap.sh'), join(place, 'sprung')];
    await writeFile(program, `#!/bin/sh\ntouch ${marker}\nexit 1\n`);
    await chmod(program, 0o755);
    await set({ root, program });
    await writeFile(join(root, 'a.txt'), 'changed\n');
    await utimes(join(root, 'b.txt'), 1, 1);
    const plain = () => {
      try {
        git(root, ...springs);
      } catch {
        // The trap fails on purpose.
      }
    };
    plain();
    await access(marker);
    await rm(marker);

    const { call, started } = await startWorkspace({}, { root });
    await utimes(join(root, 'b.txt'), 2, 2);
    await call('git_status');
    await call('git_diff');
    await call('git_diff', { from: 'HEAD' });
    await call('git_log');
    await call('git_log', { paths: ['a.txt'] });
    await call('git_show');
    await call('git_show', { path: 'a.txt' });
    await started.confirmTool('git_stage', { paths: ['a.txt'] }).catch(() => undefined);
    await started.confirmTool('git_commit', { message: 'Commit it', paths: ['a.txt'] }).catch(() => undefined);
    await started.confirmTool('git_branch_create', { name: 'side', from: 'HEAD' });
    await started.confirmTool('git_switch', { branch: 'side' });
    await expect(access(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('commits no file whose filter it defines itself, because the filter does not run', async () => {
    const root = await repository({ '.gitattributes': '*.key filter=crypt\n', 'a.key': 'sealed', 'b.txt': 'b' });
    git(root, 'config', 'filter.crypt.clean', 'sed s/./x/g');
    await writeFile(join(root, 'a.key'), 'clear text');
    await writeFile(join(root, 'b.txt'), 'changed');
    const { call, confirm } = await startWorkspace({}, { root });
    await expect(call('git_commit', { message: 'Both', paths: ['.'] })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'own_filter', files: ['a.key'] },
    });
    await confirm('git_commit', { message: 'Only the other', paths: ['b.txt'] });
    git(root, 'add', 'a.key');
    await confirm('git_commit', { message: 'Staged by git itself' });
    expect(git(root, 'show', 'HEAD:a.key')).toBe('xxxxxxxxxx');
  });

  it('does not run filters of the user’s own settings while tools can write those', async () => {
    const home = await tempFolder();
    const root = await repository({ '.gitattributes': '*.txt filter=mine\n', 'a.txt': 'one\n' });
    await writeFile(join(root, 'a.txt'), 'two\n');
    await writeFile(join(home, '.gitconfig'), '[filter "mine"]\n\tclean = sed s/two/three/\n');
    vi.stubEnv('HOME', home);
    const patchIn = async (roots: string[]) => (await startWorkspace({}, { root, settings: { roots } })).call('git_diff');
    const [trusted, writable] = [await patchIn([root]), await patchIn([root, home])];
    vi.unstubAllEnvs();
    expect(trusted['patch']).toContain('+three');
    expect(writable['patch']).toContain('+two');
  });

  it('reaches no network for objects it does not have', async () => {
    const origin = await repository({ 'a.txt': 'one\n' });
    git(origin, 'config', 'uploadpack.allowFilter', 'true');
    const root = await tempFolder();
    git(root, 'clone', '-q', '--filter=blob:none', '--no-checkout', `file://${origin}`, 'clone');
    const clone = join(root, 'clone');
    const marker = join(root, 'sprung');
    git(clone, 'config', 'protocol.ext.allow', 'always');
    git(clone, 'config', 'remote.origin.url', `ext::touch ${marker}`);
    const { call } = await startWorkspace({}, { root });
    await call('git_diff', { repository: 'clone', from: 'HEAD' }).catch(() => undefined);
    await call('git_diff', { repository: 'clone', staged: true }).catch(() => undefined);
    await expect(access(marker)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(() => git(clone, 'cat-file', '-p', 'HEAD:a.txt')).toThrow('Command failed');
    await access(marker);
  });
});
