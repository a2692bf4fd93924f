import type { Example } from '../example.ts';
import { onHost, places, releaseDigest } from '../hosts-world.ts';

const hosts = ['web'];
const nothing = { args: { service: 'nothing' }, code: 'not_found' } as const;

export const deploymentReads: readonly Example[] = [
  {
    tool: 'deploy_history',
    args: { service: 'shop' },
    answers: { hosts: [{ host: 'web', live: 'v2', previous: 'v1', releases: ['v2', 'v1'], problem: null }], differences: [] },
    error: nothing,
  },
];

export const deploymentWrites: readonly Example[] = [
  {
    tool: 'deploy_run',
    // It is another archive for every client.
    get args() {
      return { service: 'api', hosts, release: 'v1', artifact: 'api.tar.gz', sha256: releaseDigest() };
    },
    answers: { risk: 'reversible', changes: ['web: current (nothing) → releases/v1'] },
    executes: { result: { ok: true, hosts: [{ status: 'deployed' }] }, afterwards: onHost('api/running'), found: 'v1\n' },
    error: {
      args: { service: 'api', hosts, release: 'v1', artifact: `${places.srv}/app.log`, sha256: '0'.repeat(64) },
      code: 'forbidden',
    },
  },
  {
    tool: 'deploy_rollback',
    args: { service: 'shop', hosts, release: 'v1' },
    answers: { risk: 'reversible', changes: ['web: current releases/v2 → releases/v1'] },
    executes: { result: { ok: true, release: 'v1' }, afterwards: onHost('shop/running'), found: 'v1\n' },
    error: { args: { service: 'shop', hosts, release: 'v9' }, code: 'not_found' },
  },
  {
    tool: 'deploy_switch',
    args: { service: 'site', hosts, to: 'green' },
    answers: { risk: 'reversible', changes: ['web: blue → green (v2)'] },
    executes: { result: { ok: true, release: 'green' }, afterwards: onHost('site/running'), found: 'v2\n' },
    error: { args: { service: 'site', hosts, to: 'blue' }, code: 'conflict' },
  },
];
