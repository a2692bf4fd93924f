import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineclearError } from '../plugin/errors.ts';
import { canonicalJson } from './canonical.ts';
import { sha256Hex } from './sha256.ts';

// JSON has one zero, so values are compared as JSON.parse would yield them without a sign.
const json = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }).map((value) => withoutNegativeZero(value));

describe('canonicalJson', () => {
  test('orders keys by UTF-16 code units, as RFC 8785 §3.2.3 shows', () => {
    const value = JSON.parse('{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}');
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  test('writes numbers, literals and escapes as RFC 8785 §3.2.2 shows', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('leaves out undefined properties', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  test('keeps the value: parsing the text yields it again', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toStrictEqual(value);
      }),
    );
  });

  test('yields the same text for its own result', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test('does not depend on the order of keys at any level', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('gives equal texts to equal values only', () => {
    const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'b') }).map(withoutNegativeZero);
    fc.assert(
      fc.property(small, small, (left, right) => {
        expect(canonicalJson(left) === canonicalJson(right)).toBe(isEqual(left, right));
      }),
      { numRuns: 1_000 },
    );
  });

  test('changes the digest when any one leaf changes', () => {
    fc.assert(
      fc.property(json, fc.nat(), (value, at) => {
        const changed = changeLeaf(value, at);
        fc.pre(changed !== undefined);
        expect(sha256Hex(canonicalJson(changed))).not.toBe(sha256Hex(canonicalJson(value)));
      }),
    );
  });

  test.each([
    ['bigint', { count: 1n }, '$.count'],
    ['function', { run: () => 1 }, '$.run'],
    ['symbol', [Symbol('x')], '$.0'],
    ['undefined at the root', undefined, '$'],
    ['undefined in a list', [1, undefined], '$.1'],
    ['a hole in a list', Array(1), '$.0'],
    ['NaN', { deep: { list: [0, NaN] } }, '$.deep.list.1'],
    ['infinity', -Infinity, '$'],
    ['a date', { at: new Date(0) }, '$.at'],
    ['a map', new Map(), '$'],
    ['an instance', { error: new LineclearError('internal', 'x') }, '$.error'],
    ['a boxed text', [Object('x')], '$.0'],
    ['a lone surrogate', { name: 'a\ud800' }, '$.name'],
    ['a lone surrogate in a key', { '\udc00': 1 }, '$.\udc00'],
  ])('refuses %s and names the place', (_, value, place) => {
    expect(codeOf(() => canonicalJson(value))).toBe('invalid_input');
    expect(() => canonicalJson(value)).toThrow(`Not a JSON value at ${place}:`);
  });

  test('refuses a cycle, and accepts the same object twice', () => {
    const shared = { a: 1 };
    const cycle: Record<string, unknown> = { shared };
    cycle['self'] = [cycle];
    expect(() => canonicalJson(cycle)).toThrow('at $.self.0: it contains itself');
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  test('refuses what is nested too deep instead of exhausting the stack', () => {
    let value: unknown = 1;
    for (let level = 0; level < 200_000; level++) value = [value];
    expect(codeOf(() => canonicalJson(value))).toBe('invalid_input');
  });
});

describe('sha256Hex', () => {
  test('digests UTF-8 bytes', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('ö')).toBe('6dbd11fd012e225b28a5d94a9b432bc491344f3e92158661be2ae5ae2b8b1ad8');
  });
});

const withoutNegativeZero = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, reversed(child)]);
  return Object.fromEntries(entries.reverse());
};

const isEqual = (left: unknown, right: unknown): boolean => {
  try {
    expect(left).toStrictEqual(right);
    return true;
  } catch {
    return false;
  }
};

/** Replaces one of the value's leaves, or `undefined` when it has none. */
const changeLeaf = (value: unknown, at: number): unknown => {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value === 0 ? 1 : -value;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 0;
  const entries = Object.entries(Object(value));
  const [key, child] = entries[at % Math.max(entries.length, 1)] ?? [];
  const changed = key === undefined ? undefined : changeLeaf(child, at);
  if (key === undefined || changed === undefined) return undefined;
  return Array.isArray(value) ? value.with(Number(key), changed) : Object.fromEntries([...entries, [key, changed]]);
};

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return LineclearError.is(error) ? error.code : String(error);
  }
  return 'nothing thrown';
};
