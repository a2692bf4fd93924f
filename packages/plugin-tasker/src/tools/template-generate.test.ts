import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '@lineclear/core/plugin';
import { startTemplates } from '../template/test/start-templates.ts';
import { templateGenerate } from './template-generate.ts';
import { templateValidate } from './template-validate.ts';

const schemaFile = new URL('../../../../../shared/contracts/tasker-task-template.schema.json', import.meta.url);
const skipReason = 'the published schema of templates is not there: ../shared/contracts beside the repository';
const published = () =>
  new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

const order: JsonObject = {
  name: 'order_processing',
  namespace: 'shop',
  description: 'Orders: from "cart" to parcel\n- two lines',
  steps: [
    {
      name: 'validate_cart',
      outputs: [
        { name: 'total', field_type: 'number', description: 'Sum: in €' },
        { name: 'tags', field_type: 'array:string', required: false },
      ],
    },
    { name: 'null', description: 'yes', handler: 'Shop::ChargeCard', depends_on: ['validate_cart', 'validate_cart'] },
  ],
};

describe('template_generate', () => {
  it('writes a template with handlers named after the namespace', async () => {
    const call = await startTemplates(templateGenerate);
    const answer = await call('template_generate', order);
    expect(answer).toMatchObject({ step_count: 2, warnings: [] });
    expect(parse(String(answer['template_yaml']))).toEqual({
      name: 'order_processing',
      namespace_name: 'shop',
      version: '1.0.0',
      description: 'Orders: from "cart" to parcel\n- two lines',
      steps: [
        {
          name: 'validate_cart',
          handler: { callable: 'shop.validate_cart' },
          result_schema: {
            type: 'object',
            required: ['total'],
            properties: {
              total: { type: 'number', description: 'Sum: in €' },
              tags: { type: 'array', items: { type: 'string' } },
            },
          },
        },
        { name: 'null', description: 'yes', handler: { callable: 'Shop::ChargeCard' }, dependencies: ['validate_cart'] },
      ],
    });
  });

  it.each([
    ['a missing step', { steps: [{ name: 'a', depends_on: ['b'] }] }],
    [
      'a cycle',
      {
        steps: [
          { name: 'a', depends_on: ['b'] },
          { name: 'b', depends_on: ['a'] },
        ],
      },
    ],
    ['no step at all', { steps: [] }],
    ['a handler without a name', { steps: [{ name: 'a', handler: ' ' }] }],
    ['two steps of one name', { steps: [{ name: 'a' }, { name: 'a' }] }],
    [
      'two fields of one name',
      {
        steps: [
          {
            name: 'a',
            outputs: [
              { name: 'x', field_type: 'string' },
              { name: 'x', field_type: 'object' },
            ],
          },
        ],
      },
    ],
  ])('refuses %s', async (_what, steps) => {
    const call = await startTemplates(templateGenerate);
    await expect(call('template_generate', { ...order, ...steps })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'generation_error' },
    });
  });

  it.each([
    ['name', { name: 'Order Processing' }],
    ['version', { version: '1' }],
    ['field_type', { steps: [{ name: 'a', outputs: [{ name: 'x', field_type: 'date' }] }] }],
  ])('refuses a bad %s by the schema of its input', async (_field, changed) => {
    const call = await startTemplates(templateGenerate);
    await expect(call('template_generate', { ...order, ...changed })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      'yes',
      'null',
      '~',
      '1e3',
      '0x1f',
      '2026-01-01',
      ': a',
      '- a',
      '# a',
      'a: b',
      '"',
      "'",
      '&a',
      '*a',
      '!!x',
      '%',
      '@',
      '`',
      '---',
      '\u0085\u2028\uFEFF',
      '\u{E0100}\uFE00\u034F',
      'a\r\nb\tc ',
      '😀',
      '|',
      '>',
    ),
  );

  it('writes what the published schema accepts, whatever the texts are', async ({ skip }) => {
    skip(!existsSync(schemaFile), skipReason);
    const fits = published();
    const call = await startTemplates(templateGenerate, templateValidate);
    await fc.assert(
      fc.asyncProperty(text, text, text, async (description, field, fieldDescription) => {
        const outputs = [
          { name: `x${field}`.toWellFormed(), field_type: 'array:object', description: fieldDescription.toWellFormed() },
        ];
        const steps: JsonObject[] = [
          { name: 'true', handler: 'A::B', description: description.toWellFormed(), outputs },
          { name: 'y', handler: 'C', depends_on: ['true'] },
        ];
        const { template_yaml } = await call('template_generate', { ...order, steps });
        const written: unknown = parse(String(template_yaml));
        expect(fits(written)).toBe(true);
        expect(written).toMatchObject({
          steps: [{ name: 'true', description: description.toWellFormed() }, { dependencies: ['true'] }],
        });
        expect(await call('template_validate', { template_yaml: String(template_yaml) })).toMatchObject({ valid: true });
      }),
      { numRuns: 100 },
    );
  });

  it('names handlers by default as workers in every language register them, which the published schema knows of Ruby classes only', async ({
    skip,
  }) => {
    skip(!existsSync(schemaFile), skipReason);
    const call = await startTemplates(templateGenerate);
    const { template_yaml } = await call('template_generate', {
      ...order,
      steps: [{ name: 'a' }, { name: 'b', depends_on: ['a'] }],
    });
    const fits = published();
    expect(fits(parse(String(template_yaml)))).toBe(false);
    const places = (fits.errors ?? []).map(({ keyword, instancePath }) => `${keyword} ${instancePath}`);
    expect(places).toEqual(['pattern /steps/0/handler/callable', 'pattern /steps/1/handler/callable']);
  });

  it('writes texts that a YAML 1.1 and a YAML 1.2 parser read back unchanged', async () => {
    const call = await startTemplates(templateGenerate);
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        const description = any.toWellFormed();
        const { template_yaml } = await call('template_generate', {
          ...order,
          description,
          steps: [{ name: 'a', handler: `h${description}` }],
        });
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(String(template_yaml), { version })).toMatchObject({
            description,
            steps: [{ handler: { callable: `h${description}` } }],
          });
        }
      }),
      { numRuns: 150 },
    );
  });
});
