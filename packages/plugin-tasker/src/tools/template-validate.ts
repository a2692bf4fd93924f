import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkTemplate } from '../template/check-template.ts';
import { parseYaml } from '../template/parse-yaml.ts';
import { readTemplate } from '../template/read-template.ts';
import { stepGraph } from '../template/step-graph.ts';
import { templateSource, templateText } from '../template/template-source.ts';

const mostFindings = 500;

export const templateValidate = read({
  name: 'template_validate',
  title: 'Validate a template',
  toolset: 'templates',
  description:
    'Check a task template offline: steps, cycles, handlers and schemas, with lines and hints. Use template_inspect for its structure.',
  input: z.strictObject(templateSource),
  output: z.object({
    valid: z.boolean().describe('No finding is an error.'),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['error', 'warning', 'info']),
        message: z.string(),
        hint: z.string(),
        step: z.string().optional(),
        line: z.int().optional(),
      }),
    ),
    findings_left_out: z.int(),
    step_count: z.int(),
    has_cycles: z.boolean(),
  }),
  run: async ({ input, call }) => {
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const { template, findings: shape } = readTemplate(await parseYaml(text));
    const graph = stepGraph(template.steps);
    const findings = [
      ...shape.filter(({ severity }) => severity === 'error'),
      ...checkTemplate({ template, graph }),
      ...shape.filter(({ severity }) => severity !== 'error'),
    ];
    return {
      valid: findings.every(({ severity }) => severity !== 'error'),
      findings: findings.slice(0, mostFindings),
      findings_left_out: Math.max(findings.length - mostFindings, 0),
      step_count: template.steps.length,
      has_cycles: graph.cycles.length > 0,
    };
  },
});
