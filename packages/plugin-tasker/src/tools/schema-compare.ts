import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { compareFields } from '../template/compare-fields.ts';
import { findStep, loadTemplate } from '../template/load-template.ts';
import type { Step } from '../template/model.ts';
import { schemaFields } from '../template/schema-fields.ts';
import type { SchemaFinding } from '../template/schema-findings.ts';
import { compatibilities, compatibilityOf } from '../template/schema-findings.ts';
import { templateSource, templateText } from '../template/template-source.ts';

export const schemaCompare = read({
  name: 'schema_compare',
  title: 'Compare two steps',
  toolset: 'templates',
  description: 'Check whether what one step of a task template yields fits what another reads. Use schema_diff for two versions.',
  input: z.strictObject({
    ...templateSource,
    producer_step: z.string().describe('Whose result is read, such as "validate_cart".'),
    consumer_step: z.string().describe('Who reads it, such as "charge_card".'),
  }),
  output: z.object({
    producer_step: z.string(),
    consumer_step: z.string(),
    consumer_schema: z
      .enum(['input_schema', 'result_schema', 'none'])
      .describe('What the consumer was judged by: its input_schema, else its result_schema.'),
    depends_on_producer: z.boolean(),
    compatibility: z.enum(compatibilities),
    findings: z.array(z.object({ code: z.string(), breaking: z.boolean(), field_path: z.string(), message: z.string() })),
  }),
  run: async ({ input, call }) => {
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const template = await loadTemplate(text);
    const producer = findStep({ template, name: input.producer_step });
    const consumer = findStep({ template, name: input.consumer_step });
    const findings = compareSteps({ producer, consumer });
    return {
      producer_step: producer.name,
      consumer_step: consumer.name,
      consumer_schema: schemaOf(consumer),
      depends_on_producer: consumer.dependencies.some(({ name }) => name === producer.name),
      compatibility: compatibilityOf(findings),
      findings,
    };
  },
});

const schemaOf = ({ inputSchema, resultSchema }: Step): 'input_schema' | 'result_schema' | 'none' => {
  if (inputSchema !== undefined) return 'input_schema';
  return resultSchema === undefined ? 'none' : 'result_schema';
};

const compareSteps = ({ producer, consumer }: { producer: Step; consumer: Step }): readonly SchemaFinding[] => {
  const wanted = consumer.inputSchema ?? consumer.resultSchema;
  const without = [
    ...(producer.resultSchema === undefined ? [`"${producer.name}" has no result_schema.`] : []),
    ...(wanted === undefined ? [`"${consumer.name}" has no schema.`] : []),
  ];
  if (without.length > 0) {
    return without.map((message) => ({
      code: 'NO_SCHEMA',
      breaking: false,
      field_path: '',
      message: `${message} Nothing was compared.`,
    }));
  }
  return compareFields({ producer: schemaFields(producer.resultSchema), consumer: schemaFields(wanted) });
};
