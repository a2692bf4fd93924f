import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { toInputSchema } from './json-schema.ts';
import { findUnknownFields } from './unknown-fields.ts';

const unknownIn = (input: z.ZodObject, value: unknown) => findUnknownFields(toInputSchema(input))(value);

describe('findUnknownFields', () => {
  test('names the nearest field', () => {
    expect(unknownIn(z.object({ namespace: z.string(), limit: z.int() }), { namspace: 'a', limit: 1 })).toEqual([
      { path: 'namspace', message: 'unknown field; did you mean "namespace"?' },
    ]);
  });

  test('looks into objects, lists, records and tuples, where zod would drop what it does not know', () => {
    const input = z.object({
      list: z.array(z.object({ name: z.string() })),
      record: z.record(z.string(), z.object({ size: z.int() })),
      pair: z.tuple([z.string(), z.object({ deep: z.object({ leaf: z.string() }) })]),
    });
    const value = {
      list: [{ name: 'a' }, { name: 'b', nam: 'c' }],
      record: { any: { size: 1, sice: 2 } },
      pair: ['x', { deep: { leaf: 'y', leef: 'z' } }],
    };
    expect(unknownIn(input, value).map(({ path }) => path)).toEqual(['list[1].nam', 'record.any.sice', 'pair[1].deep.leef']);
  });

  test('leaves alone what the author opened', () => {
    const input = z.object({
      labels: z.record(z.string(), z.string()),
      free: z.looseObject({ a: z.string() }),
      json: z.unknown(),
    });
    expect(unknownIn(input, { labels: { any: 'x' }, free: { a: 'x', b: 1 }, json: { c: { d: 1 } } })).toEqual([]);
  });

  test('judges a union by the alternative that was meant', () => {
    const input = z.object({
      target: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('pod'), pod: z.string() }),
        z.object({ kind: z.literal('node'), node: z.string() }),
      ]),
      value: z.union([z.string(), z.object({ a: z.string() }), z.object({ a: z.string(), b: z.string() })]),
    });
    expect(unknownIn(input, { target: { kind: 'node', node: 'n' }, value: { a: 'x', b: 'y' } })).toEqual([]);
    expect(unknownIn(input, { target: { kind: 'node', pod: 'p' }, value: 'text' }).map(({ path }) => path)).toEqual([
      'target.pod',
    ]);
  });

  test('follows a schema that refers to itself', () => {
    const node: z.ZodObject = z.object({
      name: z.string(),
      get children() {
        return z.array(node).optional();
      },
    });
    const value = { name: 'a', children: [{ name: 'b', children: [{ name: 'c', nmae: 'd' }] }] };
    expect(unknownIn(node, value)).toEqual([
      { path: 'children[0].children[0].nmae', message: 'unknown field; did you mean "name"?' },
    ]);
  });

  test('accepts parts of an intersection together', () => {
    const both = z.object({ both: z.object({ a: z.string() }).and(z.object({ b: z.string() })) });
    expect(unknownIn(both, { both: { a: 'x', b: 'y' } })).toEqual([]);
  });

  test('stops looking where nearly everything is unknown', () => {
    const value = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`field_${index}`, 1]));
    expect(unknownIn(z.object({ field: z.string() }), value)).toHaveLength(50);
  });

  test('finds exactly the fields that are not in the schema', () => {
    // zod builds its shape by assignment, where this one name means something else.
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
    const names = fc.uniqueArray(name, { maxLength: 8 });
    fc.assert(
      fc.property(names, names, (known, given) => {
        const input = z.object(Object.fromEntries(known.map((name) => [name, z.unknown()])));
        const value = Object.fromEntries(given.map((name) => [name, 1]));
        expect(unknownIn(input, value)).toHaveLength(given.filter((name) => !known.includes(name)).length);
      }),
    );
  });
});
