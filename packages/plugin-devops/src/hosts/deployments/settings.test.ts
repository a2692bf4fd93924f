import { expect, it } from 'vitest';
import { settings } from '../settings.ts';

const rolling = { hosts: ['web'], root: '/srv/shop', restart: ['systemctl', 'restart', 'shop'], health: { port: 8080 } };
const slots = { blue: { port: 8081 }, green: { port: 8082 } };
const parse = (shop: object) =>
  settings.safeParse({
    hosts: { web: { address: '127.0.0.1', user: 'deploy', agent: true } },
    deployments: { shop: { ...rolling, ...shop } },
  });

it('fills in what is usual', () => {
  expect(parse({}).data?.deployments['shop']).toMatchObject({
    strategy: 'rolling',
    keep: 5,
    rollback: 'all',
    health: { path: '/health', status: 200, timeout_s: 60, successes: 2, interval_s: 1 },
  });
});

it.each([
  ['a host that is not there', { hosts: ['api'] }],
  ['a host twice', { hosts: ['web', 'web'] }],
  ['a relative root', { root: 'srv/shop' }],
  ['a root with ".."', { root: '/srv/../etc' }],
  ['a root with a line feed', { root: '/srv/a\nb' }],
  ['the root of the system', { root: '/' }],
  ['no command', { restart: [] }],
  ['a command that is an option', { restart: ['-c'] }],
  ['a command with a NUL', { restart: ['a\0b'] }],
  ['a shared path that leaves', { shared: ['../x'] }],
  ['an absolute shared path', { shared: ['/etc'] }],
  ['a shared path that is an option', { shared: ['-rf'] }],
  ['no port to ask', { health: {} }],
  ['a path that is none', { health: { port: 1, path: 'health' } }],
  ['slots without a switch', { strategy: 'blue-green', slots }],
  ['a switch without slots', { strategy: 'blue-green', switch: ['true'] }],
  ['one release', { keep: 1 }],
  ['another key', { user: 'root' }],
])('refuses %s', (_what, shop) => {
  expect(parse(shop).success).toBe(false);
});

it('takes slots without another port', () => {
  expect(parse({ strategy: 'blue-green', slots, switch: ['true'], health: {} }).success).toBe(true);
});
