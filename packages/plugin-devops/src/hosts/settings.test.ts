import { expect, it } from 'vitest';
import { settings } from './settings.ts';

const web = { address: 'web.example.com', user: 'deploy', identity: 'key' };
const accepts = (host: object, more: object = {}) => settings.safeParse({ hosts: { web: { ...web, ...host } }, ...more }).success;

it('needs an address, an account and a way to log in', () => {
  expect(accepts({})).toBe(true);
  expect(settings.parse({ hosts: { web } }).hosts['web']).toMatchObject({ port: 22, channels: 8, sudo: 'none', agent: false });
  expect(accepts({ identity: undefined })).toBe(false);
  expect(accepts({ identity: undefined, password: 'x' })).toBe(true);
  expect(accepts({ identity: undefined, agent: true })).toBe(true);
});

it('refuses addresses, accounts and names in which options or more could be meant', () => {
  for (const address of ['-oProxyCommand=id', 'a b', 'a\nb', 'a;id', '$(id)', '', 'user@host', '../x', "a'b"])
    expect(accepts({ address }), address).toBe(false);
  for (const user of ['-l', '-oProxyCommand=id', 'a b', 'a\nb', 'a;id', '$(id)', '', 'root;'])
    expect(accepts({ user }), user).toBe(false);
  for (const name of ['-o', 'a b', 'a\nb', '', '../x']) {
    expect(settings.safeParse({ hosts: JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(web)}}`) }).success, name).toBe(
      false,
    );
  }
});

it('refuses pins that are no fingerprints, and an empty list of them, which would accept nothing or anything', () => {
  expect(accepts({ host_keys: [`SHA256:${'A'.repeat(43)}`] })).toBe(true);
  for (const host_keys of [[], ['MD5:00'], [`SHA256:${'A'.repeat(42)}`], ['*']])
    expect(accepts({ host_keys }), String(host_keys)).toBe(false);
});

it('refuses ways over hosts that are not there or lead in a circle', () => {
  const jumps = (...pairs: readonly (readonly [string, string | undefined])[]) =>
    settings.safeParse({
      hosts: Object.fromEntries(pairs.map(([name, jump]) => [name, { ...web, ...(jump !== undefined && { jump }) }])),
    });
  expect(jumps(['a', 'b'], ['b', 'c'], ['c', undefined]).success).toBe(true);
  expect(jumps(['a', 'b']).error?.issues[0]?.message).toBe('"b" is not among the hosts');
  expect(jumps(['a', 'a']).success).toBe(false);
  expect(jumps(['a', 'b'], ['b', 'c'], ['c', 'a']).error?.issues[0]?.message).toMatch(/jumps in a circle/);
  expect(jumps(['a', 'constructor']).success).toBe(false);
});
