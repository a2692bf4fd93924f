import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary, startSshd } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bareRepository, git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';
import { tempFolder } from '../../../test/temp-folder.ts';

const start = async () => {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const [root, remote, folder] = [await repository(), await bareRepository(), await tempFolder()];
  git(root, 'checkout', '-q', '-b', 'topic');
  git(root, 'remote', 'add', 'origin', `ssh://${sshd.user}@127.0.0.1:${sshd.port}${remote}`);
  const config = async ({ knownHosts = sshd.knownHosts, key = sshd.clientKey }: { knownHosts?: string; key?: string }) => {
    const file = join(folder, 'ssh config');
    await writeFile(
      file,
      `Host *\n  IdentityFile ${key}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${knownHosts}\n  GlobalKnownHostsFile /dev/null\n`,
    );
    return file;
  };
  const open = (ssh_config: string) => startWorkspace({}, { root, settings: { git: { ssh_config } } });
  return { root, remote, folder, config, open };
};

describe.skipIf(skipWithout(sshdBinary))('git_push over ssh', () => {
  it('pushes to a host whose key is known, and asks the person where the profile does not name it', async () => {
    const { root, remote, config, open } = await start();
    const { confirm } = await open(await config({}));
    const { preview, outcome } = await confirm('git_push');
    expect(preview).toMatchObject({
      approval: { required: 'client' },
      warnings: [expect.stringContaining("the repository's own settings do")],
    });
    expect(outcome).toMatchObject({ effect: { is_there: true } });
    expect(git(remote, 'rev-parse', 'topic')).toBe(git(root, 'rev-parse', 'topic'));
  });

  it('refuses an unknown host, a refused key, and a configuration that tools can change', async () => {
    const { root, remote, folder, config, open } = await start();
    const unknown = await open(await config({ knownHosts: '/dev/null' }));
    await expect(unknown.call('git_push')).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'host_key' } });
    const keyless = await open(await config({ key: join(folder, 'missing') }));
    await expect(keyless.call('git_push')).rejects.toMatchObject({ code: 'unauthenticated' });
    await copyFile(await config({}), join(root, 'ssh_config'));
    const changeable = await open(join(root, 'ssh_config'));
    await expect(changeable.call('git_push')).rejects.toMatchObject({ code: 'not_configured' });
    expect(git(remote, 'for-each-ref')).toBe('');
  });
});
