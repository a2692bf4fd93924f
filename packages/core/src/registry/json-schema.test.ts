import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { secret } from '../plugin/secret.ts';
import { checkSchema, toInputSchema, toOutputSchema } from './json-schema.ts';

describe('toInputSchema', () => {
  test('closes objects that name their fields, at every level', () => {
    const schema = toInputSchema(
      z.object({ list: z.array(z.object({ name: z.string() })), labels: z.record(z.string(), z.string()) }),
    );
    expect(schema).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['list', 'labels'],
      properties: {
        list: {
          type: 'array',
          items: { type: 'object', additionalProperties: false, required: ['name'], properties: { name: { type: 'string' } } },
        },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
      },
    });
  });

  test('says nothing that costs tokens and means nothing', () => {
    const input = z.object({
      id: z.uuid(),
      at: z.iso.datetime(),
      count: z.int(),
      size: z.int().min(1),
      word: z.string().regex(/^a+$/),
    });
    expect(toInputSchema(input)['properties']).toEqual({
      id: { type: 'string', format: 'uuid' },
      at: { type: 'string', format: 'date-time' },
      count: { type: 'integer' },
      size: { type: 'integer', minimum: 1 },
      word: { type: 'string', pattern: '^a+$' },
    });
  });

  test('shows what callers send: defaults are optional, secrets are passwords', () => {
    const schema = toInputSchema(z.object({ limit: z.int().default(20), token: secret() }));
    expect(schema['required']).toEqual(['token']);
    expect(schema['properties']).toMatchObject({ limit: { default: 20 }, token: { format: 'password', writeOnly: true } });
  });

  test('keeps descriptions, and defaults that look like schemas', () => {
    const schema = toInputSchema(
      z.object({ filter: z.record(z.string(), z.unknown()).default({ properties: {} }).describe('A filter') }),
    );
    expect(schema['properties']).toEqual({
      filter: { type: 'object', additionalProperties: {}, default: { properties: {} }, description: 'A filter' },
    });
  });

  test.each([
    ['fields of any name', z.looseObject({ a: z.string() }), 'accepts fields of any name'],
    ['a catch-all', z.object({ a: z.string() }).catchall(z.number()), 'accepts fields of any name'],
    ['a type that JSON lacks', z.object({ at: z.date() }), 'has no JSON Schema'],
    [
      'x-mcp-header',
      z.object({ a: z.object({ b: z.string().meta({ 'x-mcp-header': 'Region' }) }) }),
      'x-mcp-header is not supported',
    ],
  ])('refuses %s', (_, input, message) => {
    expect(() => toInputSchema(input)).toThrow(message);
  });
});

test('a schema is converted once, for input and for output', () => {
  const schema = z.object({ size: z.int().default(1) });
  expect(toInputSchema(schema)).toBe(toInputSchema(schema));
  expect(toOutputSchema(schema)).toBe(toOutputSchema(schema));
  expect(toOutputSchema(schema)).toMatchObject({ required: ['size'] });
  expect(toInputSchema(schema)).not.toHaveProperty('required');
});

describe('toOutputSchema', () => {
  test('stays open, so that a client survives fields that it does not know', () => {
    const output = z.object({ items: z.array(z.object({ name: z.string() })) });
    expect(JSON.stringify(toOutputSchema(output))).not.toContain('additionalProperties');
  });

  test('refuses an output that changes on its way out, because no schema says what comes', () => {
    expect(() => toOutputSchema(z.object({ size: z.string().transform((text) => text.length) }))).toThrow(
      'output has no JSON Schema',
    );
  });
});

describe('checkSchema', () => {
  test.each([
    ['no object at the root', { type: 'string' }, 'type: object'],
    ['no type at the root', { properties: {} }, 'type: object'],
    ['another document', { type: 'object', properties: { a: { $ref: 'https://example.com/a.json' } } }, 'another document'],
    ['a file', { type: 'object', allOf: [{ $ref: './b.json' }] }, 'another document'],
    ['x-mcp-header', { type: 'object', properties: { a: { items: [{ 'x-mcp-header': 'A' }] } } }, 'x-mcp-header'],
  ])('refuses %s', (_, schema, message) => {
    expect(() => checkSchema(schema)).toThrow(message);
  });

  test('accepts references within the document', () => {
    expect(() => checkSchema({ type: 'object', properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: {} } })).not.toThrow();
  });
});
