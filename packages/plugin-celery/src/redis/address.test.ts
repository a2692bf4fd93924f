import { expect, test } from 'vitest';
import { missingRule } from './access.ts';
import { parseRedisUrl, placeOf } from './address.ts';

test.each([
  ['redis://', { host: 'localhost', port: 6379, database: 0, isTls: false, password: undefined }],
  ['redis://cache', { host: 'cache', port: 6379, database: 0 }],
  ['redis://:p%40ss@cache:6380/3', { username: undefined, password: 'p@ss', port: 6380, database: 3 }],
  ['redis://ann:pw@[::1]:6380', { username: 'ann', password: 'pw', host: '::1' }],
  ['redis://cache?virtual_host=5', { database: 5 }],
  ['rediss://cache/1', { isTls: true, verifiesCertificate: true, database: 1 }],
  ['rediss://cache/1?ssl_cert_reqs=CERT_NONE', { isTls: true, verifiesCertificate: false }],
  ['redis+socket:///run/redis.sock?virtual_host=2', { socketPath: '/run/redis.sock', database: 2 }],
])('reads %s', (url, wanted) => {
  expect(parseRedisUrl(url)).toMatchObject(wanted);
});

test.each([
  ['sentinel://host:26379', 'unsupported'],
  ['amqp://user:hidden@host', 'unsupported'],
  ['hidden', 'invalid_input'],
  ['redis://user:hidden@host/zero', 'invalid_input'],
])('refuses %s without repeating it', (url, code) => {
  expect(() => parseRedisUrl(url)).toThrow(expect.objectContaining({ code }));
  expect(() => parseRedisUrl(url)).not.toThrow(/hidden/);
});

test('names a place without its password', () => {
  expect(placeOf(parseRedisUrl('redis://ann:hidden@cache:6380/3'))).toBe('cache:6380');
  expect(placeOf(parseRedisUrl('redis+socket:///run/redis.sock'))).toBe('/run/redis.sock');
});

const id = '0b8f6d0e-6d2c-4c0e-9d59-0d8b8f3c1a11';
test.each([
  ["NOPERM this user has no permissions to run the 'llen' command", ['LLEN', 'celery'], '+llen'],
  ["NOPERM User dave has no permissions to run the 'config|get' command", ['CONFIG', 'GET', 'x'], '+config|get'],
  ['NOPERM this user has no permissions to access one of the keys used as arguments', ['LLEN', 'celery'], '~celery'],
  ['NOPERM No permissions to access a key', ['LLEN', 'celery\u0006\u00169'], '~celery??[0-9]'],
  ['NOPERM No permissions to access a key', ['MGET', `celery-task-meta-${id}`], '~celery-task-meta-*'],
  ['NOPERM No permissions to access a channel', ['PUBLISH', '/0.celery.pidbox', 'x'], '&/0.celery.pidbox'],
])('tells from %j the missing rule', (refusal, command, rule) => {
  expect(missingRule({ refusal, command })).toBe(rule);
});
