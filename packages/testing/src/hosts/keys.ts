import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceBinary } from '../services/binary.ts';
import { runCommand } from '../services/run-command.ts';

const keygen: ServiceBinary = { command: 'ssh-keygen', apt: 'openssh-client' };

/** A key pair of OpenSSH. */
export interface SshKey {
  /** Path of the private key, mode 600. */
  readonly path: string;
  /** The private key as `ssh` and `ssh2` read it. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string;
  /** `SHA256:…` of the public key, as `ssh-keygen -l` shows it. */
  readonly fingerprint: string;
}

/** Makes a key pair in a folder; encrypted where a passphrase is given. */
export const makeSshKey = async ({
  folder,
  name,
  type = 'ed25519',
  passphrase = '',
}: {
  folder: string;
  name: string;
  type?: 'ed25519' | 'rsa' | 'ecdsa';
  passphrase?: string;
}): Promise<SshKey> => {
  const path = join(folder, name);
  await runCommand({ binary: keygen, args: ['-q', '-t', type, '-N', passphrase, '-C', '', '-f', path] });
  const listed = await runCommand({ binary: keygen, args: ['-l', '-f', `${path}.pub`] });
  return {
    path,
    privateKey: await readFile(path, 'utf8'),
    publicKey: (await readFile(`${path}.pub`, 'utf8')).trim(),
    fingerprint: listed.split(' ')[1] ?? '',
  };
};
