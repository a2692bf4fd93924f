import { describe, expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { orderTemplate } from '../template/test/templates.ts';
import { schemaCompare } from './schema-compare.ts';

const compare = async (producer_step: string, consumer_step: string, template_yaml = orderTemplate) =>
  (await startTemplates(schemaCompare))('schema_compare', { template_yaml, producer_step, consumer_step });

const pair = (producer: string, consumer: string): string => `name: a\nnamespace_name: b\nversion: 1.0.0
steps:
  - { name: p, handler: { callable: a }, result_schema: ${producer} }
  - { name: c, handler: { callable: a }, dependencies: [p], input_schema: ${consumer} }`;

describe('schema_compare', () => {
  it('names what the consumer misses and what it ignores', async () => {
    expect(await compare('validate_cart', 'charge_card')).toEqual({
      producer_step: 'validate_cart',
      consumer_step: 'charge_card',
      consumer_schema: 'result_schema',
      depends_on_producer: true,
      compatibility: 'incompatible',
      findings: [
        expect.objectContaining({ code: 'MISSING_REQUIRED_FIELD', breaking: true, field_path: 'payment_id' }),
        ...['valid', 'notes', 'lines'].map((field_path): unknown =>
          expect.objectContaining({ code: 'EXTRA_PRODUCER_FIELD', breaking: false, field_path }),
        ),
      ],
    });
  });

  it('judges the consumer by its input_schema when it has one', async () => {
    const schema = '{ type: object, properties: { n: { type: integer } } }';
    expect(await compare('p', 'c', pair(schema, schema.replace('integer', 'number')))).toMatchObject({
      consumer_schema: 'input_schema',
      compatibility: 'compatible',
      findings: [],
    });
  });

  it.each([
    ['TYPE_MISMATCH', true, 'n', '{ n: { type: number } }', '{ n: { type: integer } }'],
    [
      'TYPE_MISMATCH',
      true,
      'l[]',
      '{ l: { type: array, items: { type: string } } }',
      '{ l: { type: array, items: { type: number } } }',
    ],
    ['MISSING_OPTIONAL_FIELD', false, 'o.b', '{ o: { properties: { a: {} } } }', '{ o: { properties: { a: {}, b: {} } } }'],
  ])('finds %s (breaking: %s) at %s', async (code, breaking, field_path, producer, consumer) => {
    const answer = await compare(
      'p',
      'c',
      pair(`{ type: object, properties: ${producer} }`, `{ type: object, properties: ${consumer} }`),
    );
    expect(answer['compatibility']).toBe(breaking ? 'incompatible' : 'compatible_with_warnings');
    expect(answer['findings']).toEqual([expect.objectContaining({ code, breaking, field_path })]);
  });

  it('finds that a needed field may be absent', async () => {
    const schema = '{ type: object, properties: { n: { type: integer } } }';
    const answer = await compare('p', 'c', pair(schema, schema.replace('object,', 'object, required: [n],')));
    expect(answer['findings']).toEqual([
      expect.objectContaining({ code: 'MISSING_REQUIRED_FIELD', breaking: true, field_path: 'n' }),
    ]);
  });

  it('says so when there is nothing to compare', async () => {
    expect(await compare('reserve_stock', 'send_parcel')).toMatchObject({
      compatibility: 'compatible_with_warnings',
      findings: [{ code: 'NO_SCHEMA', breaking: false }],
    });
  });

  it('answers an unknown step with the names there are', async () => {
    await expect(compare('validate_cart', 'nothing')).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'step_not_found', steps: expect.arrayContaining(['send_mail']) },
    });
  });
});
