import { LineclearError, read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkTemplate } from '../template/check-template.ts';
import { parseYaml } from '../template/parse-yaml.ts';
import { readTemplate } from '../template/read-template.ts';
import { stepGraph } from '../template/step-graph.ts';
import type { NewTemplate } from '../template/write-template.ts';
import { writeTemplate } from '../template/write-template.ts';

const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,254}$/);
const text = z.string().optional();

export const templateGenerate = read({
  name: 'template_generate',
  title: 'Generate a template',
  toolset: 'templates',
  description: 'Write a task template as YAML; nothing is saved. Use handler_generate for the handlers of its steps.',
  input: z.strictObject({
    name: identifier.describe('Such as "order_processing".'),
    namespace: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,28}$/)
      .describe('Such as "shop".'),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+$/)
      .default('1.0.0')
      .describe('Three numbers.'),
    description: text.describe('What the task is for.'),
    steps: z
      .array(
        z.strictObject({
          name: identifier.describe('Such as "charge_card".'),
          description: text.describe('What it does.'),
          handler: z.string().optional().describe('Else <namespace>.<name>.'),
          depends_on: z.array(z.string()).default([]).describe('Steps before it.'),
          outputs: z
            .array(
              z.strictObject({
                name: z.string().describe('Such as "total".'),
                field_type: z
                  .string()
                  .regex(/^(array:)?(string|integer|number|boolean|object)$/)
                  .describe('Such as integer or array:string.'),
                required: z.boolean().default(true).describe('Always there.'),
                description: text.describe('What it holds.'),
              }),
            )
            .default([])
            .describe('What it yields.'),
        }),
      )
      .describe('The steps.'),
  }),
  output: z.object({
    template_yaml: z.string(),
    step_count: z.int(),
    warnings: z.array(z.string()),
  }),
  run: async ({ input }) => {
    const duplicate = duplicateOutput(input);
    if (duplicate !== undefined) throw refused([duplicate]);
    const yaml = writeTemplate(input);
    const { template, findings: shape } = readTemplate(await parseYaml(yaml));
    const findings = [...shape, ...checkTemplate({ template, graph: stepGraph(template.steps) })];
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw refused(errors.map(({ message }) => message));
    return {
      template_yaml: yaml,
      step_count: template.steps.length,
      warnings: findings.filter(({ severity }) => severity === 'warning').map(({ message }) => message),
    };
  },
});

const duplicateOutput = ({ steps }: NewTemplate): string | undefined => {
  const step = steps.find(({ outputs }) => new Set(outputs.map(({ name }) => name)).size < outputs.length);
  return step === undefined ? undefined : `Step "${step.name}" yields two fields of the same name.`;
};

const refused = (problems: readonly string[]): LineclearError =>
  new LineclearError('invalid_input', `These steps make no valid template: ${problems[0] ?? ''}`, {
    hint: 'Correct the steps in details.problems and call again.',
    details: { reason: 'generation_error', problems: problems.slice(0, 20) },
  });
