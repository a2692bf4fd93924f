import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wellFormedArguments } from './well-formed.ts';

const check = (args: unknown) => wellFormedArguments({ args, bytes: 1_000, depth: 8 });
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('wellFormedArguments', () => {
  test('takes no arguments for an empty object', () => {
    expect(check(undefined)).toEqual({});
    expect(check(null)).toEqual({});
  });

  test.each([
    ['a list', [], 'not_an_object'],
    ['a text', 'x', 'not_an_object'],
    ['a number', 1, 'not_an_object'],
    ['half a surrogate pair', { a: ['\ud800'] }, 'lone_surrogate'],
    ['half a surrogate pair in a name', { '\udc00': 1 }, 'lone_surrogate'],
    ['the name of the prototype', JSON.parse('{"a":{"__proto__":1}}'), 'bad_key'],
    ['deep nesting', { a: nested(9) }, 'too_deep'],
    ['a long text', { a: 'x'.repeat(1_001) }, 'too_large'],
    ['many items', { a: Array.from({ length: 1_001 }, () => 1) }, 'too_large'],
  ])('refuses %s', (_what, args, reason) => {
    expect(() => check(args)).toThrow(expect.objectContaining({ code: 'invalid_input', details: { reason } }));
  });

  test('yields small well-formed JSON unchanged', () => {
    const json = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(
      fc.property(json, (args) => {
        fc.pre(!JSON.stringify(args).includes('__proto__'));
        fc.pre(JSON.stringify(args).length < 500 && JSON.stringify(args).isWellFormed());
        expect(check(args)).toBe(args);
      }),
    );
  });
});
