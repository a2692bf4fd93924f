import { describe, expect, it } from 'vitest';
import { isAddress, isListed, toAddress } from './address.ts';

const key = 'Zx81kQ0v';

describe('toAddress', () => {
  it.each([
    ['https://github.com/acme/app.git', 'https', 'https://github.com/acme/app.git'],
    [`https://ann:${key}@GitHub.com/acme/app`, 'https', 'https://github.com/acme/app'],
    [`https://${key}@github.com:8443/acme/app`, 'https', 'https://github.com:8443/acme/app'],
    ['ssh://git@github.com/acme/app', 'ssh', 'ssh://git@github.com/acme/app'],
    ['git@github.com:acme/app.git', 'ssh', 'ssh://git@github.com/acme/app.git'],
    ['[::1]:app', 'ssh', 'ssh://[::1]/app'],
    ['file:///srv/git/app.git', 'file', 'file:///srv/git/app.git'],
    ['/srv/git/app.git', 'file', 'file:///srv/git/app.git'],
  ])('reads %s', (url, protocol, shown) => {
    expect(toAddress(url)).toMatchObject({ protocol, shown });
    expect(toAddress(url).shown).not.toContain(key);
  });

  it.each([
    '',
    'ext::sh -c id',
    'ext::id',
    'persistent-https::https://github.com/acme/app',
    'http://github.com/acme/app',
    'git://github.com/acme/app',
    'ftp://example.com/x',
    '--upload-pack=id',
    '-oProxyCommand=id:x',
    'ssh://-oProxyCommand=id/x',
    'ssh://-oProxyCommand=id@host/x',
    '-oProxyCommand=id@host:x',
    'https://github.com/acme/../evil/app',
    'https://github.com/acme/%2e%2e/evil/app',
    '/srv/../etc',
    'file://host/share',
    '../app.git',
    'https://github.com/a"b',
    'https://github.com/a\nb',
    'https://github.com/a b',
  ])('refuses %j', (url) => {
    expect(isAddress(url)).toBe(false);
  });
});

describe('isListed', () => {
  const list = ['https://github.com/acme/', 'git@github.com:acme/app'];
  it.each([
    ['https://github.com/acme/app', true],
    [`https://${key}@github.com/acme/app`, true],
    ['ssh://git@github.com/acme/app', true],
    ['https://github.com/acme_evil/app', false],
    ['https://github.com/acme', false],
    ['https://github.com@evil.example/acme/app', false],
    ['https://evil.example/https://github.com/acme/app', false],
    ['ssh://git@github.com/acme/app2', false],
    ['ssh://root@github.com/acme/app', false],
  ])('%s: %s', (url, expected) => {
    expect(isListed({ address: toAddress(url), list })).toBe(expected);
  });
});
