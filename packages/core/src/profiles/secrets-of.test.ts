import { expect, test } from 'vitest';
import { Secret } from '../plugin/secret.ts';
import { createRedactor } from './redactor.ts';
import { secretsOf } from './secrets-of.ts';

test('finds secrets at any depth', () => {
  const settings = {
    token: new Secret('one-token'),
    servers: [{ key: new Secret('two-token') }],
    map: new Map([['a', new Secret('three-token')]]),
  };
  expect(secretsOf(settings)).toEqual(['one-token', 'two-token', 'three-token']);
});

test('finds the passwords of URLs, raw and decoded, in texts with one or several', () => {
  expect(secretsOf({ broker: 'amqp://ada:p%40ss@one;amqp://ada:word@two' })).toEqual([
    'p%40ss',
    'p@ss',
    'ada:p@ss',
    'word',
    'ada:word',
  ]);
  expect(secretsOf({ url: new URL('redis://:hunter2@host/0') })).toContain('hunter2');
  expect(secretsOf({ url: new Secret('postgres://ada:hunter2@host/x') })).toContain('hunter2');
});

test('takes a token in the place of a user for a secret, and an ordinary user not', () => {
  expect(secretsOf({ url: 'https://ghp_token@github.com/x' })).toEqual(['ghp_token']);
  expect(secretsOf({ url: 'https://ghp_0123456789abcdefghij:x-oauth-basic@github.com' })).toContain('ghp_0123456789abcdefghij');
  expect(secretsOf({ url: 'ssh://deploy@host/x', http: 'http://host/a@b', mail: 'ada@example.com' })).toEqual([]);
});

test('finds the pair that basic authentication sends, however short the password', () => {
  const secrets = secretsOf({ username: 'ada', password: new Secret('pw12') });
  const header = `Basic ${Buffer.from('ada:pw12').toString('base64')}`;
  expect(createRedactor({ secrets }).text(header)).not.toContain(Buffer.from('ada:pw12').toString('base64'));
});

test('ends at circles', () => {
  const settings: { self?: unknown; token: Secret } = { token: new Secret('a-token') };
  settings.self = settings;
  expect(secretsOf(settings)).toEqual(['a-token']);
});
