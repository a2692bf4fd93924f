import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { installPrograms } from './host-programs.ts';
import { openNetWorld, site } from './net-world.ts';

/** Whether sshd is installed; where it is not, the app is exercised without its tools for hosts, and under CI not at all. */
export const hasHosts = !skipWithout(sshdBinary);

/** Two hosts over SSH: the key of `web` is known, that of `new` is not. */
export interface HostsWorld {
  /** What a profile says of them. */
  readonly connections: { readonly hosts: object };
}

const folder = join(tmpdir(), `lineclear-e2e-hosts-${randomUUID()}`);

/** Where tools read and write: a folder of the hosts, and one of the app's machine. */
export const places = { srv: join(folder, 'srv'), artifacts: join(folder, 'artifacts') };

/** Makes everything as it was: one client after another calls the same tools. The first starts the hosts; `endHostsWorld` ends them. */
export const freshHostsWorld = async (): Promise<HostsWorld> => {
  const started = await (starting ??= start());
  await started.reset();
  return started;
};

/** Ends the hosts, once for a test file. */
export const endHostsWorld = async (): Promise<void> => {
  await (await starting)?.close();
  starting = undefined;
};

/** A file below the folder of the hosts, as it is now. */
export const onHost = (path: string) => (): Promise<string> => readFile(join(places.srv, path), 'utf8');

/** The digest of the release that can be deployed: another one for every client. */
export const releaseDigest = (): string => digest;

/** A process of a host: another one for every client. */
export const hostProcess = (): number => running?.pid ?? 2;

/** How that process ended. */
export const endOfProcess = (): Promise<unknown> | undefined => ending;

let starting: ReturnType<typeof start> | undefined;
let digest = '';
let running: ChildProcess | undefined;
let ending: Promise<unknown> | undefined;

const run = promisify(execFile);

const start = async () => {
  const [hosts] = await Promise.all([startHosts({ web: {}, new: {} }), openNetWorld()]);
  await installPrograms({ host: hosts.host('web'), srv: places.srv });
  const knownHosts = join(folder, 'known_hosts');
  return {
    connections: {
      hosts: {
        hosts: { web: settingsOf(hosts, 'web'), new: settingsOf(hosts, 'new') },
        known_hosts: [knownHosts],
        artifacts: [places.artifacts],
        deployments,
      },
    },
    reset: async () => {
      running?.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      await Promise.all(Object.values(places).map((path) => mkdir(path, { recursive: true })));
      await run('sh', ['-c', seeding, 'seed', places.artifacts], { cwd: places.srv });
      await chmod(folder, 0o755);
      await writeFile(knownHosts, `${hosts.host('web').knownHost}\n`);
      digest = createHash('sha256')
        .update(await readFile(join(places.artifacts, 'api.tar.gz')))
        .digest('hex');
      await startProcess(hosts.host('web').user.name);
    },
    close: async () => {
      running?.kill('SIGKILL');
      await hosts.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const settingsOf = <Name extends string>(hosts: TestHosts<Name>, name: Name): object => {
  const { address, port, user } = hosts.host(name);
  const access = { address, port, user: user.name, identity: hosts.clientKey.privateKey };
  return { ...access, files: [places.srv], logs: [`${places.srv}/*.log`], sudo: 'passwordless' };
};

const common = {
  hosts: ['web'],
  restart: ['cp', 'current/version', 'running'],
  health: { port: site.port, successes: 1, interval_s: 0.1, timeout_s: 20 },
};
// One to deploy to, one to go back in, and one with two slots.
const deployments = {
  api: { ...common, root: join(places.srv, 'api') },
  shop: { ...common, root: join(places.srv, 'shop') },
  site: {
    ...common,
    root: join(places.srv, 'site'),
    strategy: 'blue-green',
    switch: ['cp', '{slot}/version', 'running'],
    slots: { blue: { port: site.port }, green: { port: site.port } },
  },
};

// What deployments leave behind, logs, a configuration and the home of the account ada.
const seeding = `set -eu
mkdir -p api home/.ssh
printf 'one\\ntwo\\n' >app.log
printf 'PORT=80\\n' >app.env
printf 'port 80\\n' >app.conf
: >home/.ssh/authorized_keys
for service in shop site; do
  mkdir -p $service/.lineclear/manifests
  for release in v1 v2; do
    mkdir -p $service/releases/$release
    echo $release >$service/releases/$release/version
    (cd $service/releases/$release && sha256sum ./version) >$service/.lineclear/manifests/$release
  done
done
ln -s releases/v2 shop/current
ln -s releases/v1 shop/.lineclear/previous
ln -s releases/v1 site/blue
ln -s releases/v2 site/green
ln -s blue site/current
tar -czf "$1/api.tar.gz" -C shop/releases/v1 version
# The account of the hosts writes here, and it is not the one of the tests.
chmod -R a+rwX .
`;

const startProcess = async (user: string): Promise<void> => {
  const { stdout: uid } = await run('id', ['-u', user]);
  // It ends by itself, should nobody end it.
  running = spawn('sleep', ['3600'], { stdio: 'ignore', cwd: '/', uid: Number(uid) });
  ending = once(running, 'exit');
  await once(running, 'spawn');
};
