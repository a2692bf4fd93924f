import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, onTestFinished, test } from 'vitest';
import { paramsChecker } from './check-params.ts';
import { loadCatalogue } from './load-catalogue.ts';
import type { TaskType } from './task-type.ts';

const typeWith = (params: JsonObject): TaskType => ({
  id: 'example',
  title: 'Example',
  description: '',
  taskName: 'tasks.example',
  queue: undefined,
  priority: undefined,
  expectedDuration: undefined,
  approval: 'model',
  approverParam: undefined,
  params,
});

const check = (schema: JsonObject, params: JsonObject) => paramsChecker()({ type: typeWith(schema), params });

describe('the shipped types', async () => {
  const catalogue = await loadCatalogue({
    path: fileURLToPath(new URL('../../../../examples/celery/catalogue.yaml', import.meta.url)),
  });
  const checked = (id: string, params: JsonObject) => {
    const type = catalogue.types.get(id);
    if (type === undefined) throw new Error(`${id} is no type of the catalogue.`);
    return catalogue.checkParams({ type, params });
  };
  const run = '3b1c7a52-0d1e-4f6a-8f0e-6f3f3c8f1a01';

  test.for<[string, JsonObject, JsonObject]>([
    ['resilience_health_check', {}, {}],
    ['resilience_contingency', {}, { days_ahead: 90 }],
    ['resilience_contingency', { days_ahead: 30 }, { days_ahead: 30 }],
    ['resilience_fallback_precompute', {}, { days_ahead: 90 }],
    ['resilience_utilization_forecast', {}, { days_ahead: 90 }],
    ['metrics_computation', {}, {}],
    ['metrics_computation', { start_date: '2026-02-28' }, { start_date: '2026-02-28' }],
    ['metrics_snapshot', {}, { period_days: 90 }],
    ['metrics_cleanup', {}, { retention_days: 365 }],
    ['metrics_fairness_report', {}, { weeks_back: 12 }],
    ['metrics_version_diff', { run_id_1: run, run_id_2: run }, { run_id_1: run, run_id_2: run }],
  ])('%s takes %j as %j', async ([id, params, expected]) => {
    expect(await checked(id, params)).toEqual(expected);
  });

  test.for<[string, JsonObject, readonly string[]]>([
    ['resilience_health_check', { days: 1 }, ['days is no field of it']],
    ['resilience_contingency', { days_ahead: '90' }, ['days_ahead must be integer']],
    ['resilience_contingency', { days_ahead: 0 }, ['days_ahead must be >= 1']],
    ['resilience_crisis_activation', {}, ['severity is required', 'reason is required']],
    [
      'resilience_crisis_activation',
      { severity: 'huge', reason: 'x' },
      ['severity must be one of ["minor","moderate","severe","critical"]'],
    ],
    ['metrics_computation', { start_date: '2026-02-30' }, ['start_date must match format "date"']],
    ['metrics_version_diff', { run_id_1: run, run_id_2: 'last' }, ['run_id_2 must match format "uuid"']],
  ])('%s refuses %j', async ([id, params, problems]) => {
    await expect(checked(id, params)).rejects.toMatchObject({
      code: 'invalid_input',
      hint: `task_types shows what ${id} takes.`,
      details: { reason: 'invalid_params', problems },
    });
  });
});

test('defaults are filled into a copy', async () => {
  const params = { inner: {} };
  const schema = { properties: { inner: { type: 'object', properties: { level: { default: [1] } } } } };
  expect(await check(schema, params)).toEqual({ inner: { level: [1] } });
  expect(params).toEqual({ inner: {} });
});

test.for<[string, JsonObject, JsonObject]>([
  ['date-time', { at: '2026-11-21T10:00:00Z' }, { at: '2026-11-21' }],
  ['time', { at: '10:00:00' }, { at: '25:00' }],
  ['email', { at: 'ada@example.com' }, { at: 'ada' }],
  ['uri', { at: 'https://example.com/a' }, { at: 'a b' }],
])('knows the format %s', async ([format, good, bad]) => {
  const schema: JsonObject = { properties: { at: { type: 'string', format } } };
  expect(await check(schema, good)).toEqual(good);
  await expect(check(schema, bad)).rejects.toThrow(`at must match format "${format}"`);
});

test('reads a schema of an older revision and takes formats that it does not know for text', async () => {
  const schema: JsonObject = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    properties: { at: { type: 'string', format: 'iban' } },
  };
  expect(await check(schema, { at: 'anything' })).toEqual({ at: 'anything' });
});

test('names the type whose schema is none', async () => {
  await expect(check({ properties: { x: { type: 'number', minimum: 'low' } } }, {})).rejects.toMatchObject({
    code: 'not_configured',
    message: 'The params of example in the catalogue are no JSON Schema.',
  });
});

describe('hostile', () => {
  test('params of many faults are answered with ten of them', async () => {
    const params = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}${'y'.repeat(400)}`, 1]));
    const error: unknown = await check({ additionalProperties: false, properties: {} }, params).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'invalid_input', details: { problems: expect.objectContaining({ length: 11 }) } });
    expect(String(error).length).toBeLessThan(4_000);
    expect(String(error)).toContain('and 4990 more');
  });

  test.for(['^(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$'])('a text that makes %s take years is given up', async (pattern) => {
    const schema: JsonObject = { properties: { name: { type: 'string', pattern } } };
    await expect(check(schema, { name: `${'a'.repeat(60)}!` })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'invalid_params', problems: ['too much to check'] },
    });
    expect(await check(schema, { name: 'aaa' })).toEqual({ name: 'aaa' });
  });

  test('a schema elsewhere is never fetched', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.end('{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const schema = { properties: { x: { $ref: `http://127.0.0.1:${port}/schema.json` } } };
    await expect(check(schema, { x: 1 })).rejects.toMatchObject({ code: 'not_configured' });
    expect(asked).toBe(0);
  });

  test('fields named after the prototype change no object', async () => {
    const schema: JsonObject = JSON.parse(
      '{"properties":{"__proto__":{"default":{"isAdmin":true}},"constructor":{"type":"string"}}}',
    );
    const params: JsonObject = JSON.parse('{"__proto__":{"isAdmin":true},"constructor":"x"}');
    const filled = await check(schema, params);
    expect(Object.hasOwn(filled, 'constructor')).toBe(true);
    expect(filled['isAdmin']).toBeUndefined();
    expect({}).not.toHaveProperty('isAdmin');
    await expect(check({ additionalProperties: false }, params)).rejects.toThrow('__proto__ is no field of it');
  });

  test('params as deep as their size allows are answered', async () => {
    const deep: JsonObject = JSON.parse(`${'{"x":'.repeat(5_000)}1${'}'.repeat(5_000)}`);
    const schema: JsonObject = { type: 'object', properties: { x: { $ref: '#' } } };
    await expect(check(schema, deep)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
