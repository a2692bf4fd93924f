import { expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { orderTemplate } from '../template/test/templates.ts';
import { schemaInspect } from './schema-inspect.ts';

it('lists the fields of every step and who reads them', async () => {
  const call = await startTemplates(schemaInspect);
  const answer = await call('schema_inspect', { template_yaml: orderTemplate });
  expect(answer).toMatchObject({ template_name: 'order_processing', has_input_schema: true, steps: { length: 5 } });
  expect(answer['steps']).toContainEqual({
    name: 'validate_cart',
    has_result_schema: true,
    fields: [
      { name: 'total', field_type: 'number', required: true, description: 'Sum in euros' },
      { name: 'valid', field_type: 'boolean', required: true },
      { name: 'notes', field_type: 'string', required: false },
      { name: 'lines', field_type: 'array:object', required: false },
    ],
    consumed_by: ['charge_card', 'reserve_stock'],
  });
});

it('shows one step when a filter names it', async () => {
  const call = await startTemplates(schemaInspect);
  const answer = await call('schema_inspect', { template_yaml: orderTemplate, step_filter: 'reserve_stock' });
  expect(answer['steps']).toEqual([
    { name: 'reserve_stock', has_result_schema: false, fields: [], consumed_by: ['send_parcel'] },
  ]);
});

it('answers an unknown step with the names there are', async () => {
  const call = await startTemplates(schemaInspect);
  await expect(call('schema_inspect', { template_yaml: orderTemplate, step_filter: 'nothing' })).rejects.toMatchObject({
    code: 'not_found',
    details: { reason: 'step_not_found', steps: expect.arrayContaining(['validate_cart', 'send_mail']) },
  });
});

it('reads fields that are called like parts of every object', async () => {
  const call = await startTemplates(schemaInspect);
  const template_yaml = `name: a\nnamespace_name: b\nversion: 1.0.0
steps:
  - name: x
    handler: { callable: a }
    result_schema: { type: object, required: [__proto__], properties: { __proto__: { type: string }, constructor: { type: [integer, "null"] } } }`;
  expect((await call('schema_inspect', { template_yaml }))['steps']).toMatchObject([
    {
      fields: [
        { name: '__proto__', field_type: 'string', required: true },
        { name: 'constructor', field_type: 'integer', required: false },
      ],
    },
  ]);
});
