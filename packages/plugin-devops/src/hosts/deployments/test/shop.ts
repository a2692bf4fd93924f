import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { JsonObject } from '@lineclear/core/plugin';
import { freePort, type StartOptions } from '@lineclear/testing';
import type { TestHost, TestHosts } from '@lineclear/testing/hosts';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const run = promisify(execFile);
const example = fileURLToPath(new URL('../../../../../../examples/deploy/', import.meta.url));

/** An archive of the example service, as the input of deploy_run names it. */
export type Packed = Readonly<Record<'artifact' | 'sha256' | 'release', string>>;

/** The example service on test hosts: each test has one of its own, with folders and ports that no other uses. */
export interface Shop<Name extends string> {
  /** Settings of the connection `hosts`. */
  readonly settings: { readonly hosts: Record<string, unknown>; readonly [key: string]: unknown };
  /** What a call names to deploy it to all of its hosts. */
  readonly everywhere: { service: 'shop'; hosts: Name[] };
  /** Packs a release, one that is not healthy where `broken`. */
  readonly pack: (release: string, more?: { broken?: boolean; ballastBytes?: number }) => Promise<Packed>;
  readonly root: (host: Name) => string;
  /** The version that answers on a host now, behind a link; `nothing` where nobody does. */
  readonly running: (host: Name, link?: 'current' | 'blue' | 'green') => Promise<string>;
  /** What a link of the service says; empty where it is not there. */
  readonly link: (host: Name, name?: string) => Promise<string>;
  readonly file: (host: Name, name: string) => Promise<string>;
  readonly start: (options?: Omit<StartOptions, 'plugin' | 'connections'>) => ReturnType<typeof startOn>;
}

let shops = 0;

/** Puts the programs of the example on hosts and makes its folders there. Test hosts share a machine, so each has its own folder and port. */
export const openShop = async <Name extends string>({
  hosts,
  names,
  deployment = {},
}: {
  hosts: TestHosts<Name>;
  names: readonly Name[];
  deployment?: JsonObject;
}): Promise<Shop<Name>> => {
  const folder = `shop-${(shops += 1)}`;
  const root = (host: Name) => join(hosts.host(host).user.home, folder);
  const artifacts = join(hosts.folder, folder);
  const [blue = 0, green = 0, ...live] = await freePort(2 + names.length);
  const ports = new Map(names.map((host, index) => [host, live[index] ?? 0]));
  await mkdir(artifacts, { recursive: true });
  await Promise.all(names.map((host) => prepareHost({ host: hosts.host(host), root: root(host) })));
  const service = {
    hosts: [...names],
    root: '/nowhere',
    elsewhere: Object.fromEntries(names.map((host) => [host, { root: root(host), port: ports.get(host) }])),
    restart: ['./bin/restart.sh', 'current', '{port}'],
    smoke: ['./smoke.sh'],
    // A service starts slowly on a busy machine.
    health: { port: 1, timeout_s: 10, interval_s: 0.1 },
    keep: 3,
    shared: ['data'],
    slots: { blue: { port: blue }, green: { port: green } },
    ...deployment,
  };
  const settings = {
    hosts: Object.fromEntries(names.map((host) => [host, hostSettings({ hosts, name: host })])),
    artifacts: [artifacts],
    deployments: { shop: service },
  };
  const portOf = (host: Name, link: 'current' | 'blue' | 'green') =>
    link === 'current' ? (ports.get(host) ?? 0) : link === 'blue' ? blue : green;
  return {
    settings,
    everywhere: { service: 'shop', hosts: [...names] },
    pack: async (release, { broken = false, ballastBytes = 0 } = {}) => {
      const env = { ...process.env, BROKEN: broken ? '1' : '' };
      const artifact = join(artifacts, `shop-${release}.tar.gz`);
      const { stdout } = await run('sh', [join(example, 'pack.sh'), release, artifacts], { env });
      if (ballastBytes === 0) return { release, artifact, sha256: stdout.trim() };
      await writeFile(join(artifacts, 'ballast'), randomBytes(ballastBytes));
      await run('tar', ['-czf', artifact, '-C', artifacts, 'ballast']);
      return {
        release,
        artifact,
        sha256: createHash('sha256')
          .update(await readFile(artifact))
          .digest('hex'),
      };
    },
    root,
    running: async (host, link = 'current') => {
      const answer = await fetch(`http://127.0.0.1:${portOf(host, link)}/health`, { headers: { connection: 'close' } }).catch(
        () => undefined,
      );
      if (answer === undefined) return 'nothing';
      const { version } = Object(await answer.json());
      return String(version);
    },
    link: (host, name = 'current') => readlink(join(root(host), name)).catch(() => ''),
    file: (host, name) => readFile(join(root(host), name), 'utf8').catch(() => ''),
    start: (options) => startOn(settings, options),
  };
};

const prepareHost = async ({ host, root }: { host: TestHost; root: string }): Promise<void> => {
  await host.install({ program: 'node', text: `#!/bin/sh\nexec '${process.execPath}' "$@"\n` });
  await mkdir(root, { recursive: true });
  await cp(join(example, 'bin'), join(root, 'bin'), { recursive: true });
  // Whoever runs the tests makes it for the account of the host.
  await run('chown', ['-R', `--reference=${host.user.home}`, root]);
  await chmod(root, 0o755);
};
