import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startTemplates } from '../template/test/start-templates.ts';
import { batchTemplate, cyclicTemplate, orderTemplate } from '../template/test/templates.ts';
import { templateVisualize } from './template-visualize.ts';

const visualize = async (args: Parameters<Awaited<ReturnType<typeof startTemplates>>>[1]) =>
  (await startTemplates(templateVisualize))('template_visualize', args);

describe('template_visualize', () => {
  it('draws steps and dependencies, with a table', async () => {
    const answer = await visualize({ template_yaml: orderTemplate });
    expect(answer['mermaid']).toBe(
      [
        'graph TD',
        '  s0["validate_cart"]',
        '  s1["charge_card"]',
        '  s2["reserve_stock"]',
        '  s3["send_parcel"]',
        '  s4["send_mail"]',
        '  s0 --> s1',
        '  s0 --> s2',
        '  s1 --> s3',
        '  s2 --> s3',
        '  s3 --> s4',
      ].join('\n'),
    );
    expect(answer['detail_table']).toContain(
      '| validate_cart | standard | shop.validate_cart |  | total, valid, notes, lines |\n| charge_card | standard | shop.charge_card | validate_cart |',
    );
    expect(answer['markdown']).toBe(`\`\`\`mermaid\n${String(answer['mermaid'])}\n\`\`\`\n\n${String(answer['detail_table'])}`);
    expect(answer['warnings']).toEqual([]);
  });

  it('shows the kinds of steps and the edges that come while the task runs', async () => {
    const { mermaid } = await visualize({ template_yaml: batchTemplate });
    for (const line of [
      's1{"choose_way"}',
      String.raw`s2[/"split_rows"\]`,
      's3[["import_rows"]]',
      's4(["report"])',
      's2 -.-> s3',
      's3 -.-> s4',
    ]) {
      expect(mermaid).toContain(line);
    }
  });

  it('adds notes to the graph and the table, and warns of a note for no step', async () => {
    const answer = await visualize({ template_yaml: orderTemplate, annotations: { charge_card: 'slow | today', nobody: 'x' } });
    expect(answer['mermaid']).toContain('s1["charge_card<br/>slow #124; today"]');
    expect(answer['mermaid']).toContain('class s1 annotated');
    expect(answer['detail_table']).toContain(String.raw`| slow \| today |`);
    expect(answer['warnings']).toEqual(['The annotation "nobody" names no step.']);
  });

  it('leaves the table out when only the graph is wanted', async () => {
    const answer = await visualize({ template_yaml: orderTemplate, graph_only: true });
    expect(answer['detail_table']).toBeUndefined();
    expect(answer['markdown']).toBe(`\`\`\`mermaid\n${String(answer['mermaid'])}\n\`\`\``);
  });

  it('warns of cycles and of dependencies that are no steps', async () => {
    expect((await visualize({ template_yaml: cyclicTemplate }))['warnings']).toEqual([expect.stringContaining('circle')]);
    const { warnings } = await visualize({ template_yaml: cyclicTemplate.replace('[start, three]', '[gone]') });
    expect(warnings).toEqual([expect.stringContaining('"gone"')]);
  });

  it('keeps every name and note inside its label and its cell', async () => {
    const call = await startTemplates(templateVisualize);
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.constantFrom(
        'x"]\n  click s0 "javascript:alert(1)"',
        '```\n# out',
        '|a|b|\n|-|-|',
        '<img src=x>',
        'end',
        '%%{init: {}}%%',
        '![a](http://b)',
      ),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (name, note) => {
        const quoted = JSON.stringify(`a${name.toWellFormed()}`);
        const template_yaml = `name: a\nnamespace_name: b\nversion: 1.0.0\nsteps: [{ name: ${quoted}, handler: { callable: a } }]`;
        const answer = await call('template_visualize', {
          template_yaml,
          annotations: { [JSON.parse(quoted)]: note.toWellFormed() },
        });
        const lines = String(answer['mermaid']).split('\n');
        expect(lines).toHaveLength(4);
        expect(lines[1]).toMatch(/^ {2}s0\["(?:[\p{L}\p{N} _.,-]|#\d+;|<br\/>)*"\]$/u);
        const table = String(answer['detail_table']).split('\n');
        expect(table).toHaveLength(3);
        expect(table[2]?.replaceAll(/\\./g, '').match(/\|/g)).toHaveLength(7);
        expect(String(answer['markdown']).match(/```/g)).toHaveLength(2);
        expect(table[2]).not.toMatch(/[<>]/);
      }),
      { numRuns: 60 },
    );
  });
});
