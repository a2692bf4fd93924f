import { describe, expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { orderTemplate } from '../template/test/templates.ts';
import { schemaDiff } from './schema-diff.ts';

const diff = async (after_yaml: string, step_filter?: string) =>
  (await startTemplates(schemaDiff))('schema_diff', {
    before_yaml: orderTemplate,
    after_yaml,
    ...(step_filter === undefined ? {} : { step_filter }),
  });

describe('schema_diff', () => {
  it('finds nothing between equal versions', async () => {
    const answer = await diff(orderTemplate);
    expect(answer).toMatchObject({ before_template: 'order_processing', compatibility: 'compatible', step_diffs: { length: 5 } });
    expect(JSON.stringify(answer)).not.toContain('modified');
  });

  it.each([
    ['FIELD_REMOVED', true, 'tracking', '        tracking: { type: string }\n', ''],
    ['FIELD_ADDED', false, 'carrier', '        tracking:', '        carrier: { type: string }\n        tracking:'],
    ['TYPE_CHANGED', true, 'tracking', 'tracking: { type: string }', 'tracking: { type: integer }'],
    ['TYPE_CHANGED', false, 'weights[]', 'items: { type: number } }', 'items: { type: integer } }'],
    ['REQUIRED_TO_OPTIONAL', true, 'tracking', 'required: [tracking]', 'required: []'],
    ['OPTIONAL_TO_REQUIRED', false, 'label', 'required: [tracking]', 'required: [tracking, label]'],
  ])('finds %s (breaking: %s) at %s', async (code, breaking, field_path, from, to) => {
    const answer = await diff(orderTemplate.replace(from, to), 'send_parcel');
    expect(answer['compatibility']).toBe(breaking ? 'incompatible' : 'compatible_with_warnings');
    expect(answer['step_diffs']).toEqual([
      { step_name: 'send_parcel', status: 'modified', findings: [expect.objectContaining({ code, breaking, field_path })] },
    ]);
  });

  it('finds steps and schemas that came and went', async () => {
    const renamed = orderTemplate.replaceAll('reserve_stock', 'hold_stock');
    const withSchema = renamed.replace(/ {4}result_schema: \{ type: object, properties: \{ sent.*\n/, '');
    const answer = await diff(withSchema);
    expect(answer['compatibility']).toBe('incompatible');
    expect(answer['step_diffs']).toEqual(
      expect.arrayContaining([
        {
          step_name: 'reserve_stock',
          status: 'removed',
          findings: [expect.objectContaining({ code: 'STEP_REMOVED', breaking: true })],
        },
        {
          step_name: 'hold_stock',
          status: 'added',
          findings: [expect.objectContaining({ code: 'STEP_ADDED', breaking: false })],
        },
        {
          step_name: 'send_mail',
          status: 'modified',
          findings: [expect.objectContaining({ code: 'SCHEMA_REMOVED', breaking: true })],
        },
      ]),
    );
  });

  it('finds a schema that was added', async () => {
    const answer = await diff(
      orderTemplate.replace('shop.reserve_stock }\n', 'shop.reserve_stock }\n    result_schema: { type: object }\n'),
    );
    expect(answer['compatibility']).toBe('compatible_with_warnings');
    expect(JSON.stringify(answer)).toContain('SCHEMA_ADDED');
  });

  it('refuses a step that neither version has, and a missing version', async () => {
    await expect(diff(orderTemplate, 'nothing')).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'step_not_found' },
    });
    const call = await startTemplates(schemaDiff);
    await expect(call('schema_diff', { before_yaml: orderTemplate })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'one_template', fields: ['after_yaml', 'after_path'] },
    });
  });
});
