import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '@lineclear/testing';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../test/temp-folder.ts';
import { lookUpKnownKeys } from './known-hosts.ts';

const key = 'AAAAC3NzaC1lZDI1NTE5AAAAIE6UtCsmrHeTk0xFrJcZvMRFHNqJfgDGFWjWNzFJUBtA';
const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIHxVyGBCmQQHOZlBTnmbSHFGzQZKSCDnNCyUmmnXeHYT';
const lookUp = (text: string, address = 'web.example.com', port = 22) => lookUpKnownKeys({ text, address, port });
const accepted = [{ type: 'ssh-ed25519', key }];

it('finds plain names, lists, patterns and ports', () => {
  for (const [text, address, port] of [
    [`web.example.com ssh-ed25519 ${key} a comment`, 'web.example.com', 22],
    [`# note\n\n  web.example.com,10.0.0.1\tssh-ed25519 ${key}\r`, '10.0.0.1', 22],
    [`*.example.com ssh-ed25519 ${key}`, 'web.example.com', 22],
    [`WEB.example.COM ssh-ed25519 ${key}`, 'Web.Example.com', 22],
    [`we?.example.com ssh-ed25519 ${key}`, 'web.example.com', 22],
    [`[web.example.com]:2222 ssh-ed25519 ${key}`, 'web.example.com', 2222],
    [`[::1]:2222 ssh-ed25519 ${key}`, '::1', 2222],
  ] as const) {
    expect(lookUp(text, address, port), text).toMatchObject({ accepted, revoked: [], hasAuthority: false });
  }
});

it('finds nothing for another name or port, and none of what is negated', () => {
  for (const text of [
    `web.example.com.evil.test ssh-ed25519 ${key}`,
    `web-example.com ssh-ed25519 ${key}`,
    `[web.example.com]:2222 ssh-ed25519 ${key}`,
    `*.example.com,!web.example.com ssh-ed25519 ${key}`,
    'web.example.com ssh-ed25519',
    'web.example.com',
    `web(example.com ssh-ed25519 ${key}`,
  ]) {
    expect(lookUp(text).accepted, text).toEqual([]);
  }
});

it('tells revoked keys and authorities from keys', () => {
  const text = `@revoked * ssh-ed25519 ${other}\n@cert-authority *.example.com ssh-ed25519 ${key}\n`;
  expect(lookUp(text)).toEqual({ accepted: [], revoked: [other], hasAuthority: true });
});

it.skipIf(skipWithout({ command: 'ssh-keygen', apt: 'openssh-client' }))('finds names that OpenSSH hashed', async () => {
  const file = join(await tempFolder(), 'known_hosts');
  writeFileSync(file, `web.example.com,10.0.0.1 ssh-ed25519 ${key}\n[db.example.com]:2222 ssh-ed25519 ${other}\n`);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  const text = readFileSync(file, 'utf8');
  expect(text).not.toContain('example.com');
  expect(lookUp(text).accepted).toEqual(accepted);
  expect(lookUp(text, '10.0.0.1').accepted).toEqual(accepted);
  expect(lookUp(text, 'db.example.com', 2222).accepted).toEqual([{ type: 'ssh-ed25519', key: other }]);
  expect(lookUp(text, 'db.example.com').accepted).toEqual([]);
});
