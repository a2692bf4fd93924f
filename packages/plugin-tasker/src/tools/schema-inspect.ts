import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findStep, loadTemplate } from '../template/load-template.ts';
import { schemaFields, typeName } from '../template/schema-fields.ts';
import { stepGraph } from '../template/step-graph.ts';
import { templateSource, templateText } from '../template/template-source.ts';

export const schemaInspect = read({
  name: 'schema_inspect',
  title: 'Inspect result schemas',
  toolset: 'templates',
  description:
    'Show the fields that the steps of a task template yield and who reads them. Use schema_compare for two steps, schema_diff for two versions.',
  input: z.strictObject({
    ...templateSource,
    step_filter: z.string().optional().describe('Only this step, such as "charge_card".'),
  }),
  output: z.object({
    template_name: z.string(),
    has_input_schema: z.boolean(),
    steps: z.array(
      z.object({
        name: z.string(),
        has_result_schema: z.boolean(),
        fields: z.array(
          z.object({
            name: z.string(),
            field_type: z.string().describe('Such as "string", "array:integer" or "object".'),
            required: z.boolean(),
            description: z.string().optional(),
          }),
        ),
        consumed_by: z.array(z.string()),
      }),
    ),
  }),
  run: async ({ input, call }) => {
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const template = await loadTemplate(text);
    const { dependents } = stepGraph(template.steps);
    const steps = input.step_filter === undefined ? template.steps : [findStep({ template, name: input.step_filter })];
    return {
      template_name: template.name,
      has_input_schema: template.inputSchema !== undefined,
      steps: steps.map(({ name, resultSchema }) => ({
        name,
        has_result_schema: resultSchema !== undefined,
        fields: schemaFields(resultSchema).map((field) => ({
          name: field.name,
          field_type: typeName(field.type),
          required: field.required,
          ...(field.description === undefined ? {} : { description: field.description }),
        })),
        consumed_by: dependents.get(name) ?? [],
      })),
    };
  },
});
