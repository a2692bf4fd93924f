import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from './parse-json.ts';
import { refuseTypedValues, toPlainJson } from './typed-value.ts';
import type { WireValue } from './wire-value.ts';
import { writeJson } from './write-json.ts';

const wireValue: fc.Arbitrary<WireValue> = fc.letrec<{ value: WireValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.double().filter((value) => !Object.is(value, -0)),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 400n }),
    fc.bigInt({ min: -(2n ** 400n), max: -(2n ** 53n) }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('__proto__')), tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).value;

test('reads back whatever it writes, big integers and NaN included', () => {
  fc.assert(
    fc.property(wireValue, (value) => {
      expect(writeJson(parseJson(writeJson(value)))).toBe(writeJson(value));
    }),
  );
});

test('agrees with JSON.parse on every JSON text, long digits or not', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const written = writeJson(JSON.parse(text));
      expect(writeJson(parseJson(text))).toBe(written);
      // A string of digits sends the same value through the careful parser.
      expect(writeJson(parseJson(`["12345678901234567890", ${text}]`))).toBe(`["12345678901234567890",${written}]`);
    }),
  );
});

test('answers any text with a value or a SyntaxError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[[\]{}",:0-9.eE+\-NaInfity \\]*$/)), (text) => {
      try {
        parseJson(text);
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
      }
    }),
  );
});

test.each(['[1,]', '{"a":1,}', '[,1]', '{a:1}', '[NaN', 'NaN NaN', '"\\"', '01', '[1 NaN]', '', `[NaN,"a\nb"]`])(
  'refuses %j',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('keeps integers exact and the numbers that JSON lacks', () => {
  const text = '{"id": 9007199254740993, "ratio": NaN, "max": Infinity, "min": -Infinity, "price": 0.30000000000000004}';
  expect(parseJson(text)).toEqual({
    id: 9007199254740993n,
    ratio: Number.NaN,
    max: Number.POSITIVE_INFINITY,
    min: Number.NEGATIVE_INFINITY,
    price: 0.30000000000000004,
  });
  expect(toPlainJson(parseJson(text))).toEqual({
    id: '9007199254740993',
    ratio: 'NaN',
    max: 'Infinity',
    min: '-Infinity',
    price: 0.30000000000000004,
  });
});

test('refuses nesting that would overflow the stack of its readers', () => {
  expect(() => parseJson('['.repeat(100_000) + ']'.repeat(100_000))).toThrow(/nested deeper/);
  expect(() => parseJson(`${'['.repeat(100_000)}NaN`)).toThrow(/nested deeper/);
});

test('shows typed values as their text', () => {
  const text = `{"at": {"__type__": "datetime", "__value__": "2026-01-02T03:04:05"}, "sum": [{"__type__": "decimal", "__value__": "1.10"}],
    "id": {"__type__": "uuid", "__value__": {"hex": "0123456789abcdef0123456789abcdef", "version": 4}},
    "blob": {"__type__": "base64", "__value__": "/w=="}, "other": {"__type__": "money", "__value__": {"amount": 1}}}`;
  expect(toPlainJson(parseJson(text))).toEqual({
    at: '2026-01-02T03:04:05',
    sum: ['1.10'],
    id: '01234567-89ab-cdef-0123-456789abcdef',
    blob: '/w==',
    other: { amount: 1 },
  });
});

test('refuses arguments of the shape that workers decode, and names the place', () => {
  const typed = { when: [{ __type__: 'datetime', __value__: 'x' }] };
  expect(() => refuseTypedValues({ value: typed, at: 'kwargs' })).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: { reason: 'typed_value', at: 'kwargs.when.0' } }),
  );
  expect(() => refuseTypedValues({ value: { __type__: 'a', __value__: 1, more: 2 }, at: 'kwargs' })).not.toThrow();
});
