import { access, chmod, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '@lineclear/testing';
import { describe, expect, it, vi } from 'vitest';
import { bareRepository, git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

interface Place {
  readonly root: string;
  readonly remote: string;
  /** What git must not run. */
  readonly program: string;
}
type Trap = (place: Place) => void | Promise<void>;

const traps: Readonly<Record<string, Trap>> = {
  'the hook pre-push': async ({ root, program }) => {
    await writeFile(join(root, '.git/hooks/pre-push'), `#!/bin/sh\n${program}\n`);
    await chmod(join(root, '.git/hooks/pre-push'), 0o755);
  },
  'remote.origin.receivepack': ({ root, program }) => void git(root, 'config', 'remote.origin.receivepack', program),
  'url.insteadOf with ext::': ({ root, remote, program }) => {
    git(root, 'config', `url.ext::${program} .insteadOf`, `file://${remote}`);
    git(root, 'config', 'protocol.ext.allow', 'always');
  },
  'url.pushInsteadOf with ext::': ({ root, remote, program }) => {
    git(root, 'config', `url.ext::${program} .pushInsteadOf`, `file://${remote}`);
    git(root, 'config', 'protocol.allow', 'always');
  },
  'an ext:: URL': ({ root, program }) => {
    git(root, 'config', 'remote.origin.pushurl', `ext::${program}`);
    git(root, 'config', 'protocol.ext.allow', 'always');
  },
  'core.sshCommand': async ({ root, program }) => {
    const [port = 0] = await freePort(1);
    git(root, 'config', 'remote.origin.url', `ssh://git@127.0.0.1:${port}/x`);
    git(root, 'config', 'core.sshCommand', program);
  },
  'ssh options in a host name': ({ root, program }) => {
    git(root, 'config', 'core.sshCommand', program);
    git(root, 'config', 'remote.origin.url', 'ssh://x/-oProxyCommand=id');
  },
  'an included file': async ({ root, program }) => {
    await writeFile(join(root, '.git/more'), `[remote "origin"]\n\treceivepack = ${program}\n`);
    git(root, 'config', 'include.path', 'more');
  },
};

const start = async (settings: Readonly<Record<string, string[]>> = {}) => {
  const root = await repository();
  const remote = await bareRepository();
  const folder = await tempFolder();
  const [program, marker] = [join(folder, 'trap.sh'), join(folder, 'sprung')];
  await writeFile(program, `#!/bin/sh\ntouch ${marker}\nexit 1\n`);
  await chmod(program, 0o755);
  git(root, 'checkout', '-q', '-b', 'topic');
  git(root, 'remote', 'add', 'origin', `file://${remote}`);
  const workspace = await startWorkspace({}, { root, settings: { git: { push_to: [`file://${remote}`], ...settings } } });
  return { ...workspace, remote, program, marker };
};
const plainly = (root: string, ...args: string[]) => {
  try {
    git(root, ...args);
  } catch {
    // The trap fails on purpose.
  }
};

describe('a repository that wants a push to run programs', () => {
  it.each(Object.entries(traps))('does not get to run any through %s', async (_title, set) => {
    const { root, remote, program, marker, confirm } = await start();
    await set({ root, remote, program });
    plainly(root, 'push', 'origin', 'topic');
    await access(marker);
    await rm(marker);
    await confirm('git_push').catch(() => undefined);
    await expect(access(marker)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a repository that wants a push to go elsewhere', () => {
  it.each(['insteadOf', 'pushInsteadOf'])('cannot rewrite its URL by %s: the one that was shown is pushed to', async (key) => {
    const { root, remote, confirm } = await start();
    const elsewhere = await bareRepository();
    git(root, 'config', `url.file://${elsewhere}.${key}`, `file://${remote}`);
    const { preview } = await confirm('git_push');
    expect(preview).toMatchObject({ details: { url: `file://${remote}` } });
    expect(git(remote, 'rev-parse', 'topic')).toBe(git(root, 'rev-parse', 'topic'));
    expect(git(elsewhere, 'for-each-ref')).toBe('');
  });

  it('cannot add refs to it: only the previewed branch is pushed', async () => {
    const { root, remote, confirm } = await start();
    git(root, 'tag', '-a', 'v1', '-m', 'One');
    git(root, 'config', 'remote.origin.push', '+refs/heads/*:refs/heads/*');
    git(root, 'config', 'remote.origin.mirror', 'true');
    git(root, 'config', 'push.followTags', 'true');
    await confirm('git_push');
    expect(git(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/topic');
  });

  it('is pushed from only where a person agrees, and its credentials never show', async () => {
    const [port = 0] = await freePort(1);
    const { root, call } = await start({ push_to: [] });
    const password = 'Zx81kQ0vLr7TdWm3';
    git(root, 'remote', 'set-url', 'origin', `https://ann:${password}@127.0.0.1:${port}/x`);
    const error: unknown = await call('git_push').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(JSON.stringify(error)).not.toContain(password);
  });

  it('gets no settings from files that tools can write, although they are the user’s', async () => {
    const root = await repository();
    const [remote, elsewhere, home] = [await bareRepository(), await bareRepository(), await tempFolder()];
    git(root, 'checkout', '-q', '-b', 'topic');
    git(root, 'remote', 'add', 'origin', `file://${remote}`);
    await writeFile(join(home, '.gitconfig'), `[url "file://${elsewhere}"]\n\tinsteadOf = file://${remote}\n`);
    vi.stubEnv('HOME', home);
    const urlWith = async (roots: string[]) => {
      const settings = { roots, git: { push_to: [`file://${remote}`, `file://${elsewhere}`] } };
      const { details } = await (await startWorkspace({}, { root, settings })).call('git_push');
      return details;
    };
    const [trusted, writable] = [await urlWith([root]), await urlWith([root, home])];
    vi.unstubAllEnvs();
    expect(trusted).toMatchObject({ url: `file://${elsewhere}` });
    expect(writable).toMatchObject({ url: `file://${remote}` });
  });
});
