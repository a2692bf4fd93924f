import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { batchTemplate, cyclicTemplate, orderTemplate } from '../template/test/templates.ts';
import { templateValidate } from './template-validate.ts';

const validate = async (template_yaml: string) =>
  (await startTemplates(templateValidate))('template_validate', { template_yaml });

/** A template around these lines of `steps`. */
const around = (...steps: readonly string[]): string =>
  ['name: a', 'namespace_name: b', 'version: 1.0.0', 'steps:', ...steps].join('\n');

describe('template_validate', () => {
  it('accepts a valid template and counts its steps', async () => {
    expect(await validate(orderTemplate)).toEqual({
      valid: true,
      findings: [
        {
          code: 'NO_RESULT_SCHEMA',
          severity: 'info',
          message: 'Step "reserve_stock" does not say what it yields.',
          hint: 'Add a result_schema, so that handlers and the steps after it get types.',
          step: 'reserve_stock',
          line: 39,
        },
      ],
      findings_left_out: 0,
      step_count: 5,
      has_cycles: false,
    });
  });

  it('knows decisions, batches and deferred steps', async () => {
    expect(await validate(batchTemplate)).toMatchObject({ valid: true, step_count: 5 });
  });

  it('finds a cycle and names its path', async () => {
    const answer = await validate(cyclicTemplate);
    expect(answer).toMatchObject({ valid: false, has_cycles: true });
    expect(answer['findings']).toContainEqual(
      expect.objectContaining({
        code: 'CYCLE_DETECTED',
        message: expect.stringMatching(/: (?:one → two → three → one|two → three → one → two|three → one → two → three)\.$/),
      }),
    );
  });

  it.each([
    ['DUPLICATE_STEP_NAME', 6, around('  - { name: x, handler: { callable: a } }', '  - { name: x, handler: { callable: a } }')],
    ['SELF_DEPENDENCY', 5, around('  - { name: x, handler: { callable: a }, dependencies: [x] }')],
    ['MISSING_DEP_REF', 5, around('  - { name: x, handler: { callable: a }, dependencies: [y] }')],
    ['EMPTY_CALLABLE', 5, around('  - { name: x, handler: { callable: " " } }')],
    ['EMPTY_CALLABLE', 5, around('  - { name: x }')],
    ['UNKNOWN_STEP_TYPE', 5, around('  - { name: x, handler: { callable: a }, type: other }')],
    ['MISSING_FIELD', 5, around('  - { handler: { callable: a } }')],
    ['INVALID_FIELD', 5, around('  - { name: x, handler: { callable: a }, dependencies: y }')],
    ['INVALID_FIELD', 3, 'name: a\nnamespace_name: b\nversion: 1.0\nsteps: [{ name: x, handler: { callable: a } }]'],
    ['MISSING_FIELD', 1, 'name: a\nnamespace_name: b\nversion: 1.0.0'],
    ['INVALID_FIELD', 1, '[1, 2]'],
    ['INVALID_FIELD', 5, around('  - { name: x, handler: { callable: a }, dependencies: [], depends_on: [] }')],
    [
      'BATCH_WORKER_MISSING',
      5,
      around('  - { name: x, type: batchable, handler: { callable: a }, batch_config: { worker_template: y } }'),
    ],
  ])('reports %s on line %i as an error', async (code, line, text) => {
    const answer = await validate(text);
    expect(answer['valid']).toBe(false);
    expect(answer['findings']).toContainEqual(
      expect.objectContaining({ code, line, severity: 'error', hint: expect.any(String) }),
    );
  });

  it.each([
    ['ORPHAN_STEP', around('  - { name: x, handler: { callable: a } }', '  - { name: y, handler: { callable: a } }')],
    ['SCHEMA_NOT_OBJECT', around('  - { name: x, handler: { callable: a }, result_schema: { type: array } }')],
    ['UNUSUAL_NAME', around('  - { name: Bad-Name, handler: { callable: a } }')],
    ['INVALID_VERSION', around('  - { name: x, handler: { callable: a } }').replace('1.0.0', 'one')],
    ['DECISION_WITHOUT_PARENT', around('  - { name: x, type: decision, handler: { callable: a } }')],
  ])('warns of %s', async (code, text) => {
    const answer = await validate(text);
    expect(answer['valid']).toBe(true);
    expect(answer['findings']).toContainEqual(expect.objectContaining({ code, severity: 'warning' }));
  });

  it('refuses a namespace that the server refuses', async () => {
    const text = (length: number): string =>
      around('  - { name: x, handler: { callable: a } }').replace('b\n', `${'b'.repeat(length)}\n`);
    expect(await validate(text(29))).toMatchObject({ valid: true });
    const answer = await validate(text(30));
    expect(answer['valid']).toBe(false);
    expect(answer['findings']).toContainEqual(expect.objectContaining({ code: 'NAMESPACE_TOO_LONG', severity: 'error' }));
  });

  it('says that the server reads max_attempts and not limit', async () => {
    const { findings } = await validate(around('  - { name: x, handler: { callable: a }, retry: { limit: 3 } }'));
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'UNKNOWN_FIELD', hint: expect.stringContaining('max_attempts') }),
    );
  });

  it('says which line holds a misspelt field', async () => {
    const { findings } = await validate(around('  - name: x', '    handler: { callable: a }', '    depend_on: [y]'));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_FIELD', line: 7 }));
  });

  it('answers text that is not YAML with its place and nothing of the text', async () => {
    const refusal = await validate('name: a\nsecret_token: "abc\n').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalid_input', details: { reason: 'yaml_parse_error', line: 3, column: 1 } });
    expect(JSON.stringify(refusal)).not.toMatch(/secret_token|abc/);
  });

  it('lists five hundred findings and counts the others', async () => {
    const steps = Array.from({ length: 600 }, () => '  - { name: x, handler: { callable: a } }');
    expect(await validate(around(...steps))).toMatchObject({
      valid: false,
      findings_left_out: expect.any(Number),
      step_count: 600,
    });
  });

  it('wants exactly one template', async () => {
    const call = await startTemplates(templateValidate);
    const wrong: readonly JsonObject[] = [{}, { template_yaml: 'a', template_path: 'a.yaml' }];
    for (const args of wrong) {
      await expect(call('template_validate', args)).rejects.toMatchObject({
        code: 'invalid_input',
        details: { reason: 'one_template' },
      });
    }
  });
});
