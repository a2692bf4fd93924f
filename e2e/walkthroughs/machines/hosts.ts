import { execFile, spawn } from 'node:child_process';
import { appendFile, chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '@lineclear/testing';
import { startHosts, type TestHost, type TestHosts } from '@lineclear/testing/hosts';
import { installSudo } from '../../../packages/plugin-devops/src/hosts/test/stand-ins/sudo.ts';
import { installSystemctl } from '../../../packages/plugin-devops/src/hosts/test/stand-ins/systemctl.ts';

const run = promisify(execFile);
const example = fileURLToPath(new URL('../../../examples/deploy/', import.meta.url));

type Name = 'web-1' | 'web-2' | 'web-3';
const names: readonly Name[] = ['web-1', 'web-2', 'web-3'];

/** Releases, and what the page shows as the digests of their archives: those of a run differ, because archives hold times. */
const releases: Readonly<Record<string, string>> = {
  'v1.4.1': 'b58cb8bf2e934e0582d4f603ff8177fa8e045c7539f35d7e13e652cbd3ae46cc',
  'v1.4.2': '4e41690f70c056545669f9b879c0651cf6e786fed362be03e31df90453afd798',
  'v1.5.0': 'c319324d2576ade803860e342ddf99404a79116c381381a756f31115e686b042',
};

/** Three hosts over SSH, the last without a key on record: a service on the first two, and one with two slots on the first. */
export const startShopHosts = async () => {
  const hosts = await startHosts<Name>({ 'web-1': {}, 'web-2': {}, 'web-3': {} });
  // No systemd runs where tests do.
  await installSudo(hosts.host('web-1'));
  const units = await installSystemctl(hosts.host('web-1'));
  await units.set('nginx.service', { active: 'failed', enabled: 'enabled', pid: 100 });
  const [one = 0, two = 0, site = 0, blue = 0, green = 0] = await freePort(5);
  const dist = join(hosts.folder, 'dist');
  await mkdir(dist);
  const roots = new Map(names.map((name) => [name, join(hosts.host(name).user.home, 'shop')]));
  const rootOf = (name: Name): string => roots.get(name) ?? '';
  const siteRoot = join(hosts.host('web-1').user.home, 'site');
  for (const name of ['web-1', 'web-2'] as const) await prepare({ host: hosts.host(name), root: rootOf(name) });
  await prepare({ host: hosts.host('web-1'), root: siteRoot });
  await writeFile(join(siteRoot, 'route'), '1');
  const router = spawn(process.execPath, [join(siteRoot, 'bin/router.mjs'), `${site}`, join(siteRoot, 'route')], {
    stdio: 'ignore',
  });
  const log = join(rootOf('web-1'), 'log/shop.log');
  await mkdir(join(rootOf('web-1'), 'log'));
  await appendFile(log, linesOf(Date.now()));
  for (const root of [rootOf('web-1'), rootOf('web-2'), siteRoot]) await ownedByUser({ host: hosts.host('web-1'), root });
  const digests = await Promise.all(
    Object.entries(releases).map(async ([release, shown]) => ({ shown, actual: await pack({ release, folder: dist }) })),
  );
  // Longer than on the page: a service is started, and the machine may have little time for it.
  const health = { timeout_s: 15, interval_s: 0.1 };
  return {
    connections: {
      hosts: {
        hosts: Object.fromEntries(names.map((name) => [name, settingsOf({ hosts, name, root: rootOf(name) })])),
        artifacts: [dist],
        deployments: {
          shop: {
            hosts: ['web-1', 'web-2'],
            root: rootOf('web-1'),
            elsewhere: { 'web-2': { root: rootOf('web-2'), port: two } },
            restart: ['./bin/restart.sh', 'current', '{port}'],
            smoke: ['./smoke.sh'],
            health: { port: one, ...health },
            shared: ['data'],
          },
          site: {
            hosts: ['web-1'],
            root: siteRoot,
            strategy: 'blue-green',
            restart: ['./bin/restart.sh', '{slot}', '{port}'],
            switch: ['./bin/route.sh', '{port}'],
            slots: { blue: { port: blue }, green: { port: green } },
            smoke: ['./smoke.sh'],
            health: { port: site, ...health },
          },
        },
      },
      net: { targets: [`127.0.0.1:${one}`, `127.0.0.1:${two}`] },
    },
    names: [
      { shown: '/srv/site', actual: siteRoot },
      ...[...roots.values()].map((root) => ({ shown: '/srv/shop', actual: root })),
      { shown: '127.0.0.1:8081', actual: `127.0.0.1:${one}` },
      ...digests,
    ],
    close: async () => {
      router.kill();
      await hosts.stop();
    },
  };
};

const settingsOf = ({ hosts, name, root }: { hosts: TestHosts<Name>; name: Name; root: string }) => {
  const { address, port, user, key } = hosts.host(name);
  return {
    address,
    port,
    user: user.name,
    identity: hosts.clientKey.privateKey,
    ...(name !== 'web-3' && { host_keys: [key.fingerprint] }),
    files: [root],
    logs: [join(root, 'log/*.log')],
    labels: { role: 'web' },
    ...(name === 'web-1' && { sudo: 'passwordless' }),
  };
};

const prepare = async ({ host, root }: { host: TestHost; root: string }): Promise<void> => {
  await host.install({ program: 'node', text: `#!/bin/sh\nexec '${process.execPath}' "$@"\n` });
  await mkdir(root);
  await cp(join(example, 'bin'), join(root, 'bin'), { recursive: true });
  await writeFile(join(root, 'shop.env'), 'SHOP_CURRENCY=EUR\nSHOP_PAYMENT_KEY=not-a-real-key\n');
};

// Whoever runs the tests makes it for the account of the host.
const ownedByUser = async ({ host, root }: { host: TestHost; root: string }): Promise<void> => {
  await run('chown', ['-R', `--reference=${host.user.home}`, root]);
  await chmod(root, 0o755);
};

/** Packs a release as somebody would who runs the example's script; yields the digest of the archive. */
const pack = async ({ release, folder }: { release: string; folder: string }): Promise<string> => {
  // The newest one starts, and is not healthy.
  const env = { ...process.env, BROKEN: release === 'v1.5.0' ? '1' : '' };
  const { stdout } = await run('sh', [join(example, 'pack.sh'), release, folder], { env });
  return stdout.trim();
};

/** What the service wrote in the last minutes. */
const linesOf = (nowMs: number): string =>
  Array.from({ length: 20 }, (_, index) => {
    const at = new Date(nowMs - (20 - index) * 15_000).toISOString();
    const text = index % 7 === 6 ? 'ERROR payment provider answered 503' : 'INFO order paid';
    return `${at} ${text}\n`;
  }).join('');
