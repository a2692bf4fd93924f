import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../services/at-exit.ts';
import { freePort } from '../services/free-port.ts';
import type { OrdinaryAccount } from './account.ts';
import { makeAccount } from './account.ts';
import type { Login } from './host.ts';
import { TestHost } from './host.ts';
import type { SshKey } from './keys.ts';
import { makeSshKey } from './keys.ts';

export interface HostSpec {
  /** Gives it an address beside 127.0.0.1, for hosts that one is meant to reach through another one only. */
  readonly inner?: boolean;
  /** Lines of sshd_config that win over the usual ones, for example `MaxSessions 4`. */
  readonly config?: readonly string[];
}

export interface TestHosts<Name extends string> {
  host(name: Name): TestHost;
  /** The key that every host lets in, for every account. */
  readonly clientKey: SshKey;
  /** A folder of the tests' own machine, removed at the end. */
  readonly folder: string;
  /** Writes a known_hosts file with the keys that the hosts show now, and yields its path. */
  writeKnownHosts(): Promise<string>;
  /** Stops all hosts with everything that was started on them, and removes folders and the account. */
  stop(): Promise<void>;
}

/** Starts real sshd servers on loopback, one for each name. Throws `MissingService` where OpenSSH is not installed. */
export const startHosts = async <Name extends string>(specs: Readonly<Record<Name, HostSpec>>): Promise<TestHosts<Name>> => {
  // At once, and without a moment in between: a run that dies must not leave it behind.
  const folder = mkdtempSync(join(tmpdir(), 'hosts-'));
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  // The account goes through it to its homes.
  await chmod(folder, 0o755);
  const account = await makeAccount(folder);
  const hosts = new Map<string, TestHost>();
  const stop = async (): Promise<void> => {
    await Promise.all([...hosts.values()].map((host) => host.stop()));
    account.remove();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    forget();
  };
  try {
    const clientKey = await makeSshKey({ folder, name: 'client_key' });
    const entries = Object.entries<HostSpec>(specs);
    const ports = await freePort(entries.length);
    await Promise.all(
      entries.map(async ([name, spec], index) => {
        const host = await makeHost({ name, spec, folder, account, clientKey, port: ports[index] ?? 0 });
        hosts.set(name, host);
        await host.start();
      }),
    );
    return {
      host: (name) => {
        const host = hosts.get(name);
        if (host === undefined) throw new Error(`There is no test host ${name}.`);
        return host;
      },
      clientKey,
      folder,
      writeKnownHosts: async () => {
        const file = join(folder, 'known_hosts');
        await writeFile(file, [...hosts.values()].map(({ knownHost }) => `${knownHost}\n`).join(''));
        return file;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const makeHost = async ({
  name,
  spec,
  folder: parent,
  account,
  clientKey,
  port,
}: {
  name: string;
  spec: HostSpec;
  folder: string;
  account: OrdinaryAccount;
  clientKey: SshKey;
  port: number;
}): Promise<TestHost> => {
  const folder = join(parent, name);
  await mkdir(join(folder, 'bin'), { recursive: true });
  const home = join(folder, 'home');
  const rootHome = join(folder, 'root');
  await mkdir(home, { mode: 0o700 });
  await chown(home, account.uid, account.gid);
  await mkdir(rootHome, { mode: 0o700 });
  const authorizedKeys = join(folder, 'authorized_keys');
  await copyFile(`${clientKey.path}.pub`, authorizedKeys);
  const user: Login = { name: account.name, home, ...(account.password !== undefined && { password: account.password }) };
  return new TestHost({
    name,
    id: randomUUID(),
    folder,
    // Every address of 127.0.0.0/8 is this machine's own.
    address: spec.inner === true ? '127.0.0.2' : '127.0.0.1',
    port,
    root: process.getuid?.() === 0 ? { name: 'root', home: rootHome } : undefined,
    user,
    authorizedKeys,
    config: spec.config ?? [],
  });
};
