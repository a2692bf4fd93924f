import { estimateTokens, type ToolDefinition } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import grafana from '../src/index.ts';

test('what a model reads of the whole plugin stays under 9,000 tokens', async () => {
  const listed = await definitions();
  expect(listed.map(({ name }) => name).toSorted()).toEqual(grafana.tools.map(({ name }) => name).toSorted());
  const texts = listed.map(({ description, inputSchema }) => description + JSON.stringify(inputSchema));
  expect(texts.reduce((sum, text) => sum + estimateTokens(text), 0)).toBeLessThanOrEqual(9_000);
});

test('every schema is an object that no client stumbles over', async () => {
  const listed = await definitions();
  const problems = listed.flatMap(({ name, inputSchema, outputSchema }) => [
    ...rootProblems(inputSchema).map((problem) => `${name}: input ${problem}`),
    ...problemsIn(inputSchema, '$').map((problem) => `${name}: input ${problem}`),
    ...(outputSchema === undefined ? [] : problemsIn(outputSchema, '$').map((problem) => `${name}: output ${problem}`)),
  ]);
  expect(problems).toEqual([]);
});

test('finds what it looks for', () => {
  const schema = {
    type: 'object',
    properties: { any: true, list: { type: 'array', items: true }, other: { anyOf: [{ $ref: '#/$defs/a' }, false] } },
    additionalProperties: true,
  };
  expect(problemsIn(schema, '$')).toEqual([
    '$.properties.any is true',
    '$.properties.list.items is true',
    '$.properties.other.anyOf.0 has a $ref',
    '$.properties.other.anyOf.1 is false',
    '$.additionalProperties is true',
  ]);
  expect(rootProblems({ type: 'array' })).toEqual(['is no object']);
  expect(rootProblems({ type: 'object', oneOf: [] })).toEqual(['has oneOf at its root']);
});

/** The tools of this plugin as they are listed where everything is configured. */
const definitions = async (): Promise<readonly ToolDefinition[]> => {
  const url = 'http://127.0.0.1:9';
  const servers = { grafana: { url }, prometheus: { url }, alertmanager: { url }, loki: { url } };
  const { composition, caller, close } = await startPlugin({ plugin: grafana, connections: { grafana: servers, context7: {} } });
  onTestFinished(close);
  const own = new Set(grafana.tools.map(({ name }) => name));
  return composition.tools(caller).filter(({ name }) => own.has(name));
};

const rootProblems = (schema: Readonly<Record<string, unknown>>): readonly string[] => [
  ...(schema['type'] === 'object' ? [] : ['is no object']),
  ...['anyOf', 'oneOf', 'allOf', 'not'].filter((name) => name in schema).map((name) => `has ${name} at its root`),
];

/** Booleans where a schema belongs, and references: clients refuse the whole list for one of them. */
const problemsIn = (schema: unknown, path: string): readonly string[] => {
  if (typeof schema === 'boolean') return [`${path} is ${schema}`];
  const { success, data } = z.record(z.string(), z.unknown()).safeParse(schema);
  if (!success) return [`${path} is no schema`];
  return [
    ...('$ref' in data ? [`${path} has a $ref`] : []),
    ...Object.entries(data).flatMap(([keyword, value]) => {
      const place = `${path}.${keyword}`;
      // That nothing else is allowed is said by `false` alone, and every client knows it.
      if (keyword === 'additionalProperties' && value === false) return [];
      if (single.has(keyword)) return problemsIn(value, place);
      return many.has(keyword) && typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([name, inner]) => problemsIn(inner, `${place}.${name}`))
        : [];
    }),
  ];
};

const single = new Set(['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else']);
const many = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'anyOf', 'oneOf', 'allOf', 'prefixItems']);
