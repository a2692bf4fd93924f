import { expect, test } from 'vitest';
import { sourcesOf } from './sources.ts';

test('says of every reference which setting it fills and what it names, and never more of a command than its program', () => {
  const tasker = {
    url: 'http://x/$${env:NOT}',
    token: '${env:TOKEN}',
    headers: [{ key: 'Bearer ${file: /run/a b }${command:pass show secret-entry}' }],
  };
  const profiles = { staging: { tier: 'staging', tasker, plain: { url: 'http://y' } }, broken: 3 };
  expect([...sourcesOf({ profiles })]).toEqual([
    ['staging/tasker', ['token: env TOKEN', 'headers.0.key: file /run/a b', 'headers.0.key: command pass']],
  ]);
});

test.each([[undefined], [{ profiles: ['a'] }], [{ profiles: { a: null } }]])('finds nothing in %j', (value) => {
  expect([...sourcesOf(value)]).toEqual([]);
});
