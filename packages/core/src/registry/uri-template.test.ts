import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUriTemplate } from './uri-template.ts';

describe('parseUriTemplate', () => {
  test.each<[string, string, Record<string, string> | undefined]>([
    ['tasker://tasks/{id}', 'tasker://tasks/42', { id: '42' }],
    ['tasker://tasks/{id}', 'tasker://tasks/a%2Fb%20c', { id: 'a/b c' }],
    ['tasker://tasks/{id}', 'tasker://tasks/a/b', undefined],
    ['tasker://tasks/{id}', 'tasker://tasks/', undefined],
    ['tasker://tasks/{id}', 'tasker://task/42', undefined],
    ['tasker://tasks/{id}', 'tasker://tasks/42?x=1', undefined],
    ['tasker://tasks/{id}', 'tasker://tasks/%E0%A4', undefined],
    ['tasker://{space}/tasks/{id}/log', 'tasker://a/tasks/b/log', { space: 'a', id: 'b' }],
    ['tasker://{space}/tasks/{id}/log', 'tasker://a/tasks/b/logs', undefined],
    ['file:///{name}.json', 'file:///a.json.json', { name: 'a.json' }],
    ['a:{x}-{y}', 'a:1-2-3', { x: '1', y: '2-3' }],
    ['guide://help', 'guide://help', {}],
    ['guide://help', 'guide://help/more', undefined],
  ])('%s matches %s as %j', (template, uri, expected) => {
    expect(parseUriTemplate(template).match(uri)).toEqual(expected);
  });

  test.each([
    ['no-scheme/{id}', 'scheme'],
    ['{scheme}://a', 'scheme'],
    ['a://{id', 'braces'],
    ['a://id}', 'braces'],
    ['a://{}', 'plain variables'],
    ['a://{+path}', 'plain variables'],
    ['a://{?query}', 'plain variables'],
    ['a://{id*}', 'plain variables'],
    ['a://{a,b}', 'plain variables'],
    ['a://{id}/{id}', 'appears twice'],
    ['a://{a}{b}', 'touch'],
  ])('refuses %s', (template, why) => {
    expect(() => parseUriTemplate(template)).toThrow(why);
  });

  test('finds again what was put in, for any values and any separator', () => {
    const value = fc.string({ minLength: 1, unit: 'grapheme' });
    const separator = fc.constantFrom('/', '/to/', '?', '://');
    fc.assert(
      fc.property(value, value, separator, (first, second, between) => {
        const template = parseUriTemplate(`x://{first}${between}{second}/end`);
        const uri = `x://${encodeURIComponent(first).replaceAll(/[!'()*]/g, percent)}${between}${encodeURIComponent(second).replaceAll(/[!'()*]/g, percent)}/end`;
        expect(template.match(uri)).toEqual({ first, second });
      }),
    );
  });

  test('agrees with every way of splitting: it matches when any of them does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
    const literal = fc.string({ unit: fc.constantFrom('a', 'b', '/'), minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(letters, literal, literal, (text, middle, end) => {
        const isMatch = parseUriTemplate(`x:{p}${middle}{q}${end}`).match(`x:${text}`) !== undefined;
        const isSplit = splits(text).some(([p, q]) => /^[ab]+$/.test(p) && /^[ab]+$/.test(q) && text === p + middle + q + end);
        expect(isMatch).toBe(isSplit);
      }),
      { numRuns: 2_000 },
    );
  });
});

const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;

/** Every pair of parts of a text, in order and apart. */
const splits = (text: string): readonly [string, string][] => {
  const ends = Array.from({ length: text.length + 1 }, (_, index) => index);
  return ends.flatMap((a) =>
    ends.flatMap((b) => ends.filter((c) => c >= b && b >= a).map((c): [string, string] => [text.slice(0, a), text.slice(b, c)])),
  );
};
