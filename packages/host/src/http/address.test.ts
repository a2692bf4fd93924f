import { expect, test } from 'vitest';
import { ExitError } from '../exit-codes.ts';
import { allowedHosts, isLoopback, parseAddress, urlOf } from './address.ts';

test.each([
  ['7400', { host: '127.0.0.1', port: 7400 }],
  ['0', { host: '127.0.0.1', port: 0 }],
  ['localhost:80', { host: 'localhost', port: 80 }],
  ['[::1]:7400', { host: '::1', port: 7400 }],
  ['0.0.0.0:65535', { host: '0.0.0.0', port: 65_535 }],
])('reads %s', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

test.each(['', 'abc', '70000', ':7400', 'http://localhost:7400', '::1:7400', 'localhost:', '1.2.3.4:5:6'])(
  'refuses "%s"',
  (text) => {
    expect(() => parseAddress(text)).toThrow(ExitError);
  },
);

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['LOCALHOST', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['localhost.example.com', false],
  ['127.0.0.1.example.com', false],
])('%s is reachable from this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('writes IPv6 into URLs with brackets', () => {
  expect(urlOf({ host: '::1', port: 1 })).toBe('http://[::1]:1');
});

test('answers to its own names only, and to those that the configuration adds', () => {
  expect(allowedHosts({ host: '10.1.2.3', extra: ['ops.example.com'] })).toEqual([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '10.1.2.3',
    'ops.example.com',
  ]);
  expect(allowedHosts({ host: '0.0.0.0', extra: [] })).toContain('127.0.0.1');
});
