import { expect } from 'vitest';
import type { Example } from '../example.ts';

const template_yaml = `
name: daily_report
namespace_name: analytics
version: 1.0.0
steps:
  - name: extract
    handler: { callable: analytics.extract }
    result_schema: { type: object, required: [rows], properties: { rows: { type: integer } } }
  - name: publish
    dependencies: [extract]
    handler: { callable: analytics.publish }
    result_schema: { type: object, required: [rows], properties: { rows: { type: string } } }
`;
const unreadable = { args: { template_yaml: 'name: [' }, code: 'invalid_input' } as const;
const noStep = { args: { template_yaml, step_filter: 'nothing' }, code: 'not_found' } as const;

export const templateReads: readonly Example[] = [
  { tool: 'template_validate', args: { template_yaml }, answers: { valid: true, step_count: 2 }, error: unreadable },
  { tool: 'template_visualize', args: { template_yaml }, answers: { warnings: [] }, error: unreadable },
  {
    tool: 'template_inspect',
    args: { template_yaml },
    answers: { execution_order: ['extract', 'publish'], root_steps: ['extract'] },
    error: unreadable,
  },
  {
    tool: 'template_generate',
    args: { name: 'daily_report', namespace: 'analytics', steps: [{ name: 'extract' }] },
    answers: { template_yaml: expect.stringContaining('analytics.extract') },
    error: { args: { name: 'daily_report', namespace: 'analytics', steps: [] }, code: 'invalid_input' },
  },
  { tool: 'schema_inspect', args: { template_yaml }, answers: { template_name: 'daily_report' }, error: noStep },
  {
    tool: 'schema_compare',
    args: { template_yaml, producer_step: 'extract', consumer_step: 'publish' },
    answers: { compatibility: 'incompatible', findings: [{ code: 'TYPE_MISMATCH' }] },
    error: { args: { template_yaml, producer_step: 'nothing', consumer_step: 'publish' }, code: 'not_found' },
  },
  {
    tool: 'schema_diff',
    args: { before_yaml: template_yaml, after_yaml: template_yaml.replace('integer', 'boolean'), step_filter: 'extract' },
    answers: { step_diffs: [{ step_name: 'extract', findings: [{ code: 'TYPE_CHANGED', breaking: true }] }] },
    error: { args: { before_yaml: template_yaml, after_yaml: '[' }, code: 'invalid_input' },
  },
  {
    tool: 'handler_generate',
    args: { template_yaml, language: 'python', step_filter: 'publish' },
    answers: { language: 'python' },
    error: { args: { template_yaml, language: 'cobol' }, code: 'invalid_input' },
  },
];
