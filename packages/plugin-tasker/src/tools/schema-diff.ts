import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { diffTemplates } from '../template/diff-templates.ts';
import { loadTemplate, stepNotFound } from '../template/load-template.ts';
import { compatibilities, compatibilityOf } from '../template/schema-findings.ts';
import { templateSource, templateText } from '../template/template-source.ts';

const { template_yaml, template_path } = templateSource;

export const schemaDiff = read({
  name: 'schema_diff',
  title: 'Diff two versions',
  toolset: 'templates',
  description:
    'Compare what the steps of two versions of a task template yield. Use schema_compare for two steps of one version.',
  input: z.strictObject({
    before_yaml: template_yaml.describe('The old version, or give before_path.'),
    before_path: template_path,
    after_yaml: template_yaml.describe('The new version, or give after_path.'),
    after_path: template_path,
    step_filter: z.string().optional().describe('Only this step, such as "charge_card".'),
  }),
  output: z.object({
    before_template: z.string(),
    after_template: z.string(),
    compatibility: z.enum(compatibilities),
    step_diffs: z.array(
      z.object({
        step_name: z.string(),
        status: z.enum(['added', 'removed', 'modified', 'unchanged']),
        findings: z.array(
          z.object({
            code: z.string(),
            breaking: z.boolean(),
            field_path: z.string(),
            message: z.string(),
            before_type: z.string().optional(),
            after_type: z.string().optional(),
          }),
        ),
      }),
    ),
  }),
  run: async ({ input, call }) => {
    const { before_yaml, before_path, after_yaml, after_path, step_filter } = input;
    const before = await loadTemplate(
      await templateText({ yaml: before_yaml, path: before_path, call, fields: ['before_yaml', 'before_path'] }),
    );
    const after = await loadTemplate(
      await templateText({ yaml: after_yaml, path: after_path, call, fields: ['after_yaml', 'after_path'] }),
    );
    const all = diffTemplates({ before, after });
    const diffs = step_filter === undefined ? all : all.filter(({ step_name }) => step_name === step_filter);
    if (step_filter !== undefined && diffs.length === 0) {
      throw stepNotFound({ name: step_filter, known: all.map(({ step_name }) => step_name) });
    }
    return {
      before_template: before.name,
      after_template: after.name,
      compatibility: compatibilityOf(diffs.flatMap(({ findings }) => findings)),
      step_diffs: diffs,
    };
  },
});
