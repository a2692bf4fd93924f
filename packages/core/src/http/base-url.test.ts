import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { path as encode } from '../plugin/http.ts';
import { isBelow, parseBase, urlBelow } from './base-url.ts';

const base = parseBase('https://ada:p%40ss@host:8443/api/v1/');
const below = (path: string) => urlBelow({ base, path }).href;

describe('parseBase', () => {
  test('takes the userinfo out and the slash at the end off', () => {
    expect(base).toEqual({
      origin: 'https://host:8443',
      prefix: '/api/v1',
      host: 'host:8443',
      userinfo: { username: 'ada', password: 'p@ss' },
    });
    expect(parseBase(new URL('http://host'))).toMatchObject({ prefix: '', userinfo: undefined });
  });

  test.each(['nope', 'ftp://hunter2@host', '//host', 'https://host/?token=hunter2', 'https://host/#hunter2'])(
    'refuses %s without quoting it',
    (url) => {
      expect(() => parseBase(url)).toThrow(
        expect.objectContaining({ code: 'invalid_input', message: expect.not.stringContaining('hunter2') }),
      );
    },
  );
});

describe('urlBelow', () => {
  test('joins paths below the path of the base', () => {
    expect(below('/tasks')).toBe('https://host:8443/api/v1/tasks');
    expect(below('')).toBe('https://host:8443/api/v1');
    expect(below('?a=1')).toBe('https://host:8443/api/v1?a=1');
    expect(urlBelow({ base: parseBase('http://host'), path: '/x' }).href).toBe('http://host/x');
  });

  test('keeps encoded segments as they are', () => {
    expect(below('/queues/%2F/a%20b')).toBe('https://host:8443/api/v1/queues/%2F/a%20b');
    expect(below(encode`/tasks/${'a/b?c#d é'}`)).toBe('https://host:8443/api/v1/tasks/a%2Fb%3Fc%23d%20%C3%A9');
  });

  test('adds a query: lists repeat the key, undefined is left out', () => {
    const query = { limit: 5, all: true, tag: ['a', 'b c'], none: undefined };
    expect(urlBelow({ base, path: '/x?y=1', query }).search).toBe('?y=1&limit=5&all=true&tag=a&tag=b+c');
  });

  test.each([
    'https://evil.example/x',
    '//evil.example/x',
    'tasks',
    '@evil.example',
    '/../admin',
    '/a/../../admin',
    '/a/..',
    '/.',
    '/%2e%2e/admin',
    '/a/%2E./x',
    '/a/..%2f..%2fadmin',
    '/a/x%2F..%5c',
    '/a\\..\\..\\admin',
    '/a#b',
    '/a\nb',
    '/100%',
    encode`/tasks/${'..'}`,
    encode`/tasks/${'../../admin'}`,
  ])('refuses %j', (path) => {
    expect(() => below(path)).toThrow(expect.objectContaining({ code: 'invalid_input', effect: 'none' }));
  });

  test('never leaves the base, whatever the path', () => {
    const part = fc.constantFrom(
      '/',
      '.',
      '..',
      '%2e',
      '%2F',
      '%5C',
      '\\',
      '//',
      'a',
      '?',
      '#',
      '@',
      ':',
      'http:',
      '\t',
      '%',
      '%25',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        let url: URL | undefined;
        try {
          url = urlBelow({ base, path: parts.join('') });
        } catch {
          return true;
        }
        // As a server would see it that decodes before it splits; bytes that are no UTF-8 do not matter here.
        const segments = url.pathname
          .replaceAll(/%(..)/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
          .split(/[/\\]/);
        return (
          url.origin === base.origin && url.pathname.startsWith('/api/v1') && !segments.includes('..') && isBelow({ base, url })
        );
      }),
      { numRuns: 2_000 },
    );
  });
});
