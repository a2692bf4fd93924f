import { LineclearError } from '@lineclear/core/plugin';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from './check-template.ts';
import { detailTable } from './detail-table.ts';
import { drawMermaid } from './draw-mermaid.ts';
import { limits } from './limits.ts';
import { parseYaml } from './parse-yaml.ts';
import { readTemplate } from './read-template.ts';
import { schemaFields } from './schema-fields.ts';
import { stepGraph } from './step-graph.ts';
import { batchTemplate, orderTemplate } from './test/templates.ts';

/** Everything that is done with a text; only an error that a caller understands may come out. */
const useAll = async (text: string): Promise<string> => {
  try {
    const { template } = readTemplate(await parseYaml(text));
    const graph = stepGraph(template.steps);
    checkTemplate({ template, graph });
    drawMermaid({ steps: template.steps, notes: new Map() });
    detailTable({ steps: template.steps, notes: new Map() });
    for (const { resultSchema } of template.steps) schemaFields(resultSchema);
    return 'read';
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'invalid_input') return 'refused';
    throw error;
  }
};

const signs = fc.array(
  fc.constantFrom(
    'a',
    '- ',
    ': ',
    '\n',
    ' ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '|',
    '>',
    '#',
    '? ',
    '%',
    '\t',
    '---\n',
    '<<',
    '__proto__',
    'steps',
    'name',
  ),
  { maxLength: 60 },
);

describe('hostile texts', () => {
  it('end in a template or in invalid_input', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          signs.map((parts) => parts.join('')),
        ),
        async (text) => {
          expect(['read', 'refused']).toContain(await useAll(text));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that were templates end so too', async () => {
    const cuts = fc.tuple(fc.constantFrom(orderTemplate, batchTemplate), fc.nat(), fc.nat(60), signs);
    await fc.assert(
      fc.asyncProperty(cuts, async ([text, at, length, parts]) => {
        const from = at % text.length;
        expect(['read', 'refused']).toContain(await useAll(text.slice(0, from) + parts.join('') + text.slice(from + length)));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a flood of brackets', '['.repeat(limits.textBytes)],
    ['a flood of maps', '{a: '.repeat(200_000)],
    ['a flood of dashes', '- '.repeat(500_000)],
    ['deep indentation', Array.from({ length: 1_400 }, (_item, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'a bomb of aliases',
      [
        'a: &a [x,x,x,x,x,x,x,x,x]',
        ...[...'bcdefghij'].map(
          (name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghij'[index]}`).join(',')}]`,
        ),
      ].join('\n'),
    ],
    ['more than is read', 'x'.repeat(limits.textBytes + 1)],
    ['more steps than are read', `name: a\nnamespace_name: b\nversion: 1.0.0\nsteps: [${'a,'.repeat(limits.steps + 1)}]`],
  ])('of %s are refused as too large', async (_what, text) => {
    await expect(parseYaml(text).then(readTemplate)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'too_large' },
    });
  });

  it.each([
    ['an alias of its own parent', 'a: &a [*a]', 'BAD_ALIAS'],
    ['an alias of nothing', 'a: *b', 'BAD_ALIAS'],
    ['a key twice', 'a: 1\na: 2', 'DUPLICATE_KEY'],
    ['a list as a key', '? [a]\n: b', 'KEY_NOT_TEXT'],
    ['two documents', 'a: 1\n---\nb: 2', 'SECOND_DOCUMENT'],
  ])('with %s are no YAML for the server', async (_what, text, problem) => {
    await expect(parseYaml(text)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'yaml_parse_error', problem },
    });
  });

  it('reads ten thousand steps in one chain', async () => {
    const steps = Array.from(
      { length: limits.steps },
      (_item, index) => `  - { name: s${index}, handler: { callable: a }, dependencies: [s${Math.max(index - 1, 0)}] }`,
    );
    const { template } = readTemplate(
      await parseYaml(['name: a', 'namespace_name: b', 'version: 1.0.0', 'steps:', ...steps].join('\n')),
    );
    const graph = stepGraph(template.steps.slice(1));
    expect(template.steps).toHaveLength(limits.steps);
    expect(graph.order).toHaveLength(limits.steps - 1);
    expect(stepGraph(template.steps).cycles).toEqual([['s0', 's0']]);
  });
});
