import * as z from 'zod';
import { tasker } from '../connection.ts';
import { drawTable, drawTask } from '../tasks/draw-task.ts';
import { taskGraph, toTaskGraph } from '../tasks/task-graph.ts';
import { loadTaskView } from '../tasks/load-task-view.ts';
import { tableCell } from '../text/safe-text.ts';

export const taskVisualize = tasker.read({
  name: 'task_visualize',
  title: 'Draw a task',
  toolset: 'tasks',
  description:
    'Draw the steps of one task with their states as a Mermaid graph with a table. Use task_inspect for facts, template_visualize for a template file.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('From task_list.'),
    graph_only: z.boolean().default(false).describe('Leave the table out.'),
    base_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional()
      .describe('Makes steps in the table links, such as "https://tasker.example.com".'),
  }),
  output: z.object({
    graph: taskGraph,
    mermaid: z.string(),
    detail_table: z.string().nullable(),
    markdown: z.string().describe('Both in one document.'),
    warnings: z.array(z.string()).describe('What is not drawn or not known.'),
  }),
  run: async ({ input, reader, signal }) => {
    const view = await loadTaskView({ reader, taskUuid: input.task_uuid, signal });
    const drawn = toTaskGraph(view);
    const mermaid = drawTask(drawn);
    const table = input.graph_only ? null : drawTable({ drawn, baseUrl: baseOf(input.base_url) });
    const title = `**${tableCell(view.task.name)}** (${tableCell(view.task.namespace)} ${tableCell(view.task.version)}): ${tableCell(view.task.status)}`;
    const { nodes, edges, warnings } = drawn;
    return {
      graph: { nodes, edges },
      mermaid,
      detail_table: table,
      markdown: [title, `\`\`\`mermaid\n${mermaid}\n\`\`\``, ...(table === null ? [] : [table])].join('\n\n'),
      warnings,
    };
  },
});

// Only what leads to a resource: a password or a query of a pasted address belongs in no link.
const baseOf = (text: string | undefined): string | undefined => {
  if (text === undefined) return undefined;
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replaceAll('|', '%7C').replace(/\/+$/, '')}`;
};
