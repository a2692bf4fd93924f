import { read } from '@lineclear/core/plugin';
import * as z from 'zod';
import { detailTable } from '../template/detail-table.ts';
import { drawMermaid, mermaidEdges } from '../template/draw-mermaid.ts';
import { loadTemplate } from '../template/load-template.ts';
import type { Template } from '../template/model.ts';
import { oneLine } from '../text/safe-text.ts';
import { stepGraph } from '../template/step-graph.ts';
import { templateSource, templateText } from '../template/template-source.ts';

export const templateVisualize = read({
  name: 'template_visualize',
  title: 'Draw a template',
  toolset: 'templates',
  description: 'Draw a task template as a Mermaid graph and a table. Use task_visualize for a task that runs.',
  input: z.strictObject({
    ...templateSource,
    annotations: z
      .record(z.string(), z.string().max(500))
      .optional()
      .describe('Notes by step name, such as {"charge_card": "fails at night"}.'),
    graph_only: z.boolean().default(false).describe('Leave the table out.'),
  }),
  output: z.object({
    mermaid: z.string(),
    detail_table: z.string().optional(),
    markdown: z.string().describe('Both in one document.'),
    warnings: z.array(z.string()),
  }),
  run: async ({ input, call }) => {
    const text = await templateText({ yaml: input.template_yaml, path: input.template_path, call });
    const template = await loadTemplate(text);
    const { steps } = template;
    const notes = new Map(Object.entries(input.annotations ?? {}));
    const mermaid = drawMermaid({ steps, notes });
    const fenced = `\`\`\`mermaid\n${mermaid}\n\`\`\``;
    const warnings = warningsFor({ template, notes });
    if (input.graph_only) return { mermaid, markdown: fenced, warnings };
    const table = detailTable({ steps, notes });
    return { mermaid, detail_table: table, markdown: `${fenced}\n\n${table}`, warnings };
  },
});

const warningsFor = ({ template, notes }: { template: Template; notes: ReadonlyMap<string, string> }): readonly string[] => {
  const names = new Set(template.steps.map(({ name }) => name));
  const dependencies = template.steps.flatMap((step) => step.dependencies);
  const missing = new Set(dependencies.map(({ name }) => name).filter((name) => !names.has(name)));
  const { cycles } = stepGraph(template.steps);
  return [
    ...[...notes.keys()]
      .filter((name) => !names.has(name))
      .slice(0, 20)
      .map((name) => `The annotation "${oneLine({ text: name })}" names no step.`),
    ...[...missing].slice(0, 20).map((name) => `"${oneLine({ text: name })}" is depended on and is no step; it is not drawn.`),
    ...(cycles.length > 0 ? ['Some steps wait for one another in a circle; template_validate names them.'] : []),
    ...(names.size < template.steps.length ? ['Some steps have the same name and are drawn once.'] : []),
    ...(dependencies.length > mermaidEdges
      ? [`There are more than ${mermaidEdges} edges; Mermaid draws them when maxEdges is raised.`]
      : []),
  ];
};
