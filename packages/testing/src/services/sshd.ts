import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { ServiceBinary } from './binary.ts';
import { runCommand } from './run-command.ts';
import type { Service } from './start-service.ts';
import { startService } from './start-service.ts';

export const sshdBinary: ServiceBinary = { command: 'sshd', apt: 'openssh-server' };
const keygen: ServiceBinary = { command: 'ssh-keygen', apt: 'openssh-client' };

export interface Sshd extends Service {
  /** The account to log in with: the one that runs the tests. */
  readonly user: string;
  /** Path of a private key that this server accepts. */
  readonly clientKey: string;
  /** Path of a known_hosts file that pins this server's key. */
  readonly knownHosts: string;
}

/** An OpenSSH server with a host key and one accepted client key of its own; passwords are refused. */
export const startSshd = async (): Promise<Sshd> => {
  const service = await startService({
    binary: sshdBinary,
    prepare: async ({ folder, port }) => {
      // Its start script makes this folder; sshd insists on it when it runs as root.
      if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
      for (const name of ['host_key', 'client_key']) {
        await runCommand({ binary: keygen, args: ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(folder, name)] });
      }
      await copyFile(join(folder, 'client_key.pub'), join(folder, 'authorized_keys'));
      const hostKey = await runCommand({ binary: keygen, args: ['-y', '-f', join(folder, 'host_key')] });
      await writeFile(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${hostKey}`);
      await writeFile(join(folder, 'sshd_config'), configFor({ folder, port }));
    },
    args: ({ folder }) => ['-D', '-e', '-f', join(folder, 'sshd_config')],
    ready: { kind: 'line', pattern: /Server listening on/ },
  });
  return {
    ...service,
    user: userInfo().username,
    clientKey: join(service.folder, 'client_key'),
    knownHosts: join(service.folder, 'known_hosts'),
  };
};

// StrictModes would refuse the folder's place under a world-writable /tmp.
const configFor = ({ folder, port }: { folder: string; port: number }): string => `ListenAddress 127.0.0.1:${port}
HostKey ${join(folder, 'host_key')}
AuthorizedKeysFile ${join(folder, 'authorized_keys')}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
Subsystem sftp internal-sftp
`;
