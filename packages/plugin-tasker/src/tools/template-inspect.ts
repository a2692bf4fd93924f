import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { loadTemplate } from '../template/load-template.ts';
import { stepTypes } from '../template/model.ts';
import { schemaFields } from '../template/schema-fields.ts';
import { stepGraph } from '../template/step-graph.ts';
import { templateSource, templateText } from '../template/template-source.ts';

export const templateInspect = read({
  name: 'template_inspect',
  title: 'Inspect a template',
  toolset: 'templates',
  description:
    'Show order, dependencies and handlers of the steps of a task template. Use schema_inspect for fields, template_inspect_remote for the server.',
  input: z.strictObject(templateSource),
  output: z.object({
    name: z.string(),
    namespace: z.string(),
    version: z.string(),
    description: z.string().optional(),
    step_count: z.int(),
    has_input_schema: z.boolean(),
    execution_order: z.array(z.string()).describe('Without the steps of a cycle and those behind one.'),
    root_steps: z.array(z.string()),
    leaf_steps: z.array(z.string()),
    cycles: z.array(z.array(z.string())),
    steps: z.array(
      z.object({
        name: z.string(),
        type: z.enum(stepTypes),
        line: z.int(),
        description: z.string().optional(),
        handler_callable: z.string(),
        dependencies: z.array(z.string()),
        dependents: z.array(z.string()),
        has_result_schema: z.boolean(),
        result_field_count: z.int(),
      }),
    ),
  }),
  run: async ({ input, call }) => {
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const template = await loadTemplate(text);
    const graph = stepGraph(template.steps);
    return {
      name: template.name,
      namespace: template.namespace,
      version: template.version,
      ...(template.description === undefined ? {} : { description: template.description }),
      step_count: template.steps.length,
      has_input_schema: template.inputSchema !== undefined,
      execution_order: graph.order,
      root_steps: graph.roots,
      leaf_steps: graph.leaves,
      cycles: graph.cycles,
      steps: template.steps.map((step) => ({
        name: step.name,
        type: step.type,
        line: step.line,
        ...(step.description === undefined ? {} : { description: step.description }),
        handler_callable: step.callable,
        dependencies: step.dependencies.map(({ name }) => name),
        dependents: graph.dependents.get(step.name) ?? [],
        has_result_schema: step.resultSchema !== undefined,
        result_field_count: schemaFields(step.resultSchema).length,
      })),
    };
  },
});
