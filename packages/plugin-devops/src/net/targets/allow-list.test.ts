import { describe, expect, it } from 'vitest';
import { parseAddress } from './address.ts';
import { AllowList, parsePattern } from './allow-list.ts';

const listOf = (...patterns: string[]) => new AllowList(patterns.map((text) => parsePattern(text) ?? expect.fail(text)));
const address = (text: string) => parseAddress(text) ?? expect.fail(text);

describe('the list of targets', () => {
  it.each([
    ['www.example.com', 'www.example.com', 443, true],
    ['www.example.com', 'a.www.example.com', 443, false],
    ['*.example.com', 'a.b.example.com', 443, true],
    ['*.example.com', 'example.com', 443, false],
    ['*.example.com', 'evilexample.com', 443, false],
    ['*.example.com', 'www.example.com.evil.org', 443, false],
    ['WWW.Example.com:443', 'www.example.com', 443, true],
    ['www.example.com:443', 'www.example.com', 8443, false],
    ['www.example.com:443', 'www.example.com', undefined, true],
  ])('%s and the name %s with port %s: %s', (pattern, name, port, isListed) => {
    expect(listOf(pattern).hasName({ name, port })).toBe(isListed);
  });

  it.each([
    ['10.0.0.0/8:443', '10.9.8.7', 443, true],
    ['10.0.0.0/8:443', '10.9.8.7', 80, false],
    ['10.0.0.0/8', '11.0.0.1', 443, false],
    ['10.1.2.3', '10.1.2.3', 22, true],
    ['[fd00::/8]:443', 'fd12::1', 443, true],
    ['fd00::/8', 'fd12::1', 80, true],
    ['10.0.0.0/8', '::ffff:10.1.2.3', 443, false],
    ['::ffff:10.1.2.3', '::ffff:10.1.2.3', 443, true],
    // A wide network names nothing special that lies within.
    ['0.0.0.0/0', '93.184.216.34', 443, true],
    ['0.0.0.0/0', '169.254.169.254', 80, false],
    ['0.0.0.0/0', '127.0.0.1', 80, false],
    ['0.0.0.0/0', '10.1.2.3', 80, false],
    ['::/0', '::ffff:169.254.169.254', 80, false],
    ['::/0', 'fd00:ec2::254', 80, false],
    ['::/0', '::', 80, false],
    ['::/0', '::127.0.0.1', 80, false],
    ['::/0', 'fec0::1', 80, false],
    ['::', '::', 80, true],
    ['::/0', '2606:4700::1', 80, true],
    ['169.254.169.254', '169.254.169.254', 80, true],
    ['fd00:ec2::254', 'fd00:ec2::254', 80, true],
  ])('%s and the address %s with port %s: %s', (pattern, text, port, isListed) => {
    expect(listOf(pattern).hasAddress({ address: address(text), port })).toBe(isListed);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '100.100.100.200',
    '168.63.129.16',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:93.184.216.34',
    '::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
    '2001::1',
    'fd00:ec2::254',
    'fe80::1',
    'ff02::1',
  ])('an allowed name does not lead to %s', (text) => {
    const call = { name: 'www.example.com', address: address(text), port: 443 };
    expect(listOf('www.example.com').mayConnect(call)).toBe(false);
    expect(listOf('www.example.com', `[${text}]:443`).mayConnect(call)).toBe(true);
    expect(listOf('www.example.com', `[${text}]:80`).mayConnect(call)).toBe(false);
    // The address alone does not allow the name.
    expect(listOf(text).mayConnect(call)).toBe(false);
  });

  it('lets a name lead to public addresses, and localhost to this machine', () => {
    const list = listOf('www.example.com', 'localhost:8080');
    expect(list.mayConnect({ name: 'www.example.com', address: address('93.184.216.34'), port: 443 })).toBe(true);
    expect(list.mayConnect({ name: 'localhost', address: address('127.0.0.1'), port: 8080 })).toBe(true);
    expect(list.mayConnect({ name: 'localhost', address: address('::1'), port: 8080 })).toBe(true);
    expect(list.mayConnect({ name: 'localhost', address: address('127.0.0.1'), port: 80 })).toBe(false);
    expect(list.mayConnect({ name: 'localhost', address: address('10.0.0.1'), port: 8080 })).toBe(false);
  });

  it.each([
    '',
    '*',
    '*.',
    'a.*.com',
    'http://a.com',
    'a.com/x',
    'a.com:0',
    'a.com:70000',
    '1.2.3',
    '010.0.0.1',
    '1.2.3.4/33',
    'a b',
    '[::1',
    'bücher.example',
  ])('takes no pattern %j', (text) => {
    expect(parsePattern(text)).toBeUndefined();
  });
});
