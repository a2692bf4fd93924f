import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type ContractBackend, type Example, secretMarker, skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { deploymentsIn } from './deployment-world.ts';
import { installOperating, type OperatingWorld } from './operating-world.ts';

export type HostNames = 'web' | 'new';

/** Hosts over SSH with a folder each that is fresh for every backend. */
export interface HostsBackend extends ContractBackend {
  readonly connections: { readonly hosts: Record<string, unknown> };
  readonly hosts: TestHosts<HostNames>;
  readonly operating: OperatingWorld;
}

/** Calls of the tools of one noun, by name. */
export type Examples = Readonly<Record<string, readonly Example<HostsBackend>[]>>;

/** Whether there is no sshd here. */
export const isSkipped = skipWithout(sshdBinary);

/** A folder for whatever tools do to files: `srv` of the hosts, `artifacts` of this machine. Known before the hosts are started. */
const folder = mkdtempSync(join(tmpdir(), 'hosts-world-'));
export const srv = join(folder, 'srv');
export const artifacts = join(folder, 'artifacts');
for (const path of [srv, artifacts]) mkdirSync(path);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

export interface HostsWorld {
  readonly hosts: TestHosts<HostNames>;
  /** The hosts as new: the folders seeded, the keys on record those of `web`. */
  readonly backend: () => Promise<HostsBackend>;
  readonly close: () => Promise<void>;
}

/** Starts the hosts once for a file of tests. */
export const startHostsWorld = async (
  seed: (hosts: TestHosts<HostNames>) => Promise<void> = seedNothing,
): Promise<HostsWorld> => {
  const hosts = await startHosts<HostNames>({ web: {}, new: {} });
  await chmod(folder, 0o755);
  const operating = await installOperating({ host: hosts.host('web'), folder: srv });
  return {
    hosts,
    backend: async () => {
      await emptied(srv);
      await emptied(artifacts);
      await operating.reset();
      await seed(hosts);
      const knownHosts = join(folder, 'known_hosts');
      await writeFile(knownHosts, `${hosts.host('web').knownHost}\n`);
      return {
        hosts,
        operating,
        connections: {
          hosts: {
            hosts: { web: toSettings(hosts, 'web'), new: toSettings(hosts, 'new') },
            known_hosts: [knownHosts],
            artifacts: [artifacts],
            deployments: deploymentsIn(srv),
          },
        },
        state: () => stateOf(folder),
      };
    },
    close: async () => {
      operating.close();
      await hosts.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Gives a host another key and puts it on record, as an operator does who installs a host anew. */
export const reinstall = async ({ hosts }: HostsBackend): Promise<void> => {
  const web = hosts.host('web');
  await web.start({ newKey: true });
  await writeFile(join(folder, 'known_hosts'), `${web.knownHost}\n`);
};

const toSettings = (hosts: TestHosts<HostNames>, name: HostNames): Record<string, unknown> => {
  const { address, port, user } = hosts.host(name);
  return {
    address,
    port,
    user: user.name,
    identity: hosts.clientKey.privateKey,
    passphrase: secretMarker,
    files: [srv],
    logs: [`${srv}/*.log`],
    sudo: 'passwordless',
    labels: { role: name },
  };
};

const seedNothing = async (): Promise<void> => {};

// The account of the hosts writes here, and it is not the one of the tests.
const emptied = async (path: string): Promise<void> => {
  await rm(path, { recursive: true, force: true });
  await mkdir(path);
  await chmod(path, 0o777);
};

/** Every file of the folders with its text. */
const stateOf = async (root: string): Promise<Record<string, string>> => {
  const state: Record<string, string> = {};
  for (const entry of (await readdir(root, { recursive: true, withFileTypes: true })).toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name);
    state[relative(root, path)] = (await lstat(path)).isFile() ? await readFile(path, 'base64') : 'other';
  }
  return state;
};
