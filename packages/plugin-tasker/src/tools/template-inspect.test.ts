import { expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { cyclicTemplate, orderTemplate } from '../template/test/templates.ts';
import { templateInspect } from './template-inspect.ts';

it('shows order, roots, leaves and what each step waits for', async () => {
  const call = await startTemplates(templateInspect);
  const answer = await call('template_inspect', { template_yaml: orderTemplate });
  expect(answer).toMatchObject({
    name: 'order_processing',
    namespace: 'shop',
    version: '1.0.0',
    description: 'From a cart to a parcel',
    step_count: 5,
    has_input_schema: true,
    execution_order: ['validate_cart', 'charge_card', 'reserve_stock', 'send_parcel', 'send_mail'],
    root_steps: ['validate_cart'],
    leaf_steps: ['send_mail'],
    cycles: [],
  });
  expect(answer['steps']).toContainEqual({
    name: 'validate_cart',
    type: 'standard',
    line: 11,
    description: 'Checks the cart',
    handler_callable: 'shop.validate_cart',
    dependencies: [],
    dependents: ['charge_card', 'reserve_stock'],
    has_result_schema: true,
    result_field_count: 4,
  });
});

it('leaves the steps of a cycle out of the order and names them', async () => {
  const call = await startTemplates(templateInspect);
  const answer = await call('template_inspect', { template_yaml: cyclicTemplate });
  expect(answer).toMatchObject({ execution_order: ['start'], cycles: [expect.arrayContaining(['one', 'two', 'three'])] });
});

it('refuses what is no template with the lines to correct', async () => {
  const call = await startTemplates(templateInspect);
  await expect(call('template_inspect', { template_yaml: 'name: a\nsteps: {}' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'not_a_template', problems: expect.arrayContaining([{ message: '"steps" must be a list.', line: 2 }]) },
  });
});
