import type { Duplex } from 'node:stream';
import type { LineclearError } from '@lineclear/core/plugin';
import type { Client, ConnectConfig } from 'ssh2';
import type { HostSettings } from '../settings.ts';
import { badIdentity, cannotConnect, keyNotAccepted } from './host-errors.ts';
import { expectedTypes, type HostKey, judgeHostKey, toHostKey, type Trust, type TrustSources } from './host-key.ts';

export interface Dial extends TrustSources {
  readonly name: string;
  /** A channel through the jump host; a new TCP connection when absent. */
  readonly through: Duplex | undefined;
  readonly timeoutMs: number;
  readonly keepaliveMs: number;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
  /** Where the keys of the running SSH agent are asked for. */
  readonly agentSocket: string | undefined;
}

/** An open connection, and why its key was accepted. */
export interface Dialled {
  readonly client: Client;
  readonly presented: HostKey;
  readonly trust: Trust;
}

/** Connects and logs in. The key of the host is judged first: nothing is sent to a host whose key is not accepted. */
export const dial = async (call: Dial): Promise<Dialled> => {
  const seen = await shakeHands({ call, accept: (trust) => accepted.has(trust), config: login(call) });
  if (seen.dialled !== undefined) return seen.dialled;
  throw seen.error ?? cannotConnect({ host: call.name, error: undefined });
};

/** Goes as far as the key of the host and hangs up: no account is named. */
export const askHostKey = async (call: Dial): Promise<{ readonly presented: HostKey; readonly trust: Trust }> => {
  const seen = await shakeHands({ call, accept: () => false, config: { username: 'none' } });
  if (seen.judged !== undefined) return seen.judged;
  throw seen.error ?? cannotConnect({ host: call.name, error: undefined });
};

const accepted: ReadonlySet<Trust> = new Set(['pinned', 'known', 'enrolled']);

interface Seen {
  readonly judged?: { readonly presented: HostKey; readonly trust: Trust } | undefined;
  readonly dialled?: Dialled;
  readonly error?: LineclearError;
}

const shakeHands = async ({
  call,
  accept,
  config,
}: {
  call: Dial;
  accept: (trust: Trust) => boolean;
  config: ConnectConfig;
}): Promise<Seen> => {
  const { name, host, through } = call;
  const { Client: SshClient } = (await import('ssh2')).default;
  const { promise, resolve } = Promise.withResolvers<Seen>();
  const client = new SshClient();
  let judged: Seen['judged'];
  const fail = (error: unknown) => {
    const refused =
      judged === undefined || accept(judged.trust)
        ? cannotConnect({ host: name, error })
        : keyNotAccepted({ host: name, ...judged, hasAuthority: call.known.hasAuthority });
    client.destroy();
    through?.destroy();
    call.signal.removeEventListener('abort', abandon);
    resolve({ judged, error: refused });
  };
  const abandon = () => fail(undefined);
  call.signal.addEventListener('abort', abandon, { once: true });
  // It stays: a server may break the protocol in the same breath in which it lets us in, and an error that nobody hears ends the process.
  client.on('error', fail);
  client.once('close', () => fail(undefined));
  client.once('ready', () => {
    call.signal.removeEventListener('abort', abandon);
    // A packet is written in parts, and each waits for an acknowledgement otherwise: 40 ms for every step of a command.
    client.setNoDelay(true);
    if (judged !== undefined) resolve({ judged, dialled: { client, ...judged } });
  });
  try {
    client.connect({
      ...config,
      ...(through === undefined ? { host: host.address, port: host.port } : { sock: through }),
      readyTimeout: call.timeoutMs,
      keepaliveInterval: call.keepaliveMs,
      keepaliveCountMax: 2,
      algorithms: algorithms(expectedTypes(call)),
      // Without a verifier ssh2 takes any key.
      hostVerifier: (wire: Buffer) => {
        const presented = toHostKey(wire);
        judged = { presented, trust: judgeHostKey({ ...call, presented }) };
        return accept(judged.trust);
      },
    });
  } catch {
    // Its only reason before anything is sent is a key that cannot be parsed; its message may quote parts of the settings.
    through?.destroy();
    return { error: badIdentity(name) };
  }
  return promise;
};

const login = ({ host, agentSocket }: { host: HostSettings; agentSocket: string | undefined }): ConnectConfig => ({
  username: host.user,
  ...(host.identity !== undefined && { privateKey: host.identity.reveal() }),
  ...(host.passphrase !== undefined && { passphrase: host.passphrase.reveal() }),
  ...(host.password !== undefined && { password: host.password.reveal() }),
  ...(host.agent && agentSocket !== undefined && { agent: agentSocket }),
  agentForward: false,
});

/** Today's algorithms of ssh2 without SHA-1; the types of known keys first. */
const algorithms = (types: readonly string[]): NonNullable<ConnectConfig['algorithms']> => ({
  kex: kexAlgorithms,
  serverHostKey: [
    ...hostKeyAlgorithms.filter((name) => types.includes(keyTypeOf(name))),
    ...hostKeyAlgorithms.filter((name) => !types.includes(keyTypeOf(name))),
  ],
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
});

const kexAlgorithms = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group16-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group14-sha256',
] satisfies NonNullable<ConnectConfig['algorithms']>['kex'];

const hostKeyAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

// A key of type ssh-rsa signs with SHA-2 under the names of these algorithms.
const keyTypeOf = (algorithm: string): string => (algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);
