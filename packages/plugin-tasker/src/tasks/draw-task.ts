import { mermaidLabel, oneLine, tableCell } from '../text/safe-text.ts';
import type { DrawnTask, GraphNode, VisualCategory } from './task-graph.ts';

/** The graph as Mermaid text, top to bottom, one colour for each category of states. No name can leave its label. */
export const drawTask = ({ nodes, edges, steps }: DrawnTask): string => {
  const lines = nodes.map((node, index) => {
    const [open, close] = shapes[node.node_shape];
    const state = steps[index]?.state ?? 'not made';
    return `  ${node.id}${open}"${mermaidLabel(node.label)}<br/>${mermaidLabel(state)}"${close}`;
  });
  const arrows = edges.map(({ from, to, edge_style: style }) => `  ${from} ${style === 'dashed' ? '-.->' : '-->'} ${to}`);
  return ['graph TD', ...lines, ...arrows, ...classLines(nodes)].join('\n');
};

/** A Markdown table of the same steps. With a base URL each step is a link to its resource. */
export const drawTable = ({ drawn: { nodes, steps }, baseUrl }: { drawn: DrawnTask; baseUrl: string | undefined }): string => {
  const heads = ['Step', 'State', 'Type', 'Handler', 'Depends on', 'Attempts', 'Error', 'Finished'];
  const rows = steps.map((step, index) => [
    linked({ name: step.name, path: nodes[index]?.resource_path ?? null, baseUrl }),
    tableCell(step.state),
    tableCell(step.step_type ?? ''),
    tableCell(step.handler ?? ''),
    tableCell(listed(step.dependencies ?? [])),
    `${step.attempts} of ${step.max_attempts}`,
    tableCell(errorText(step.error)),
    tableCell(step.completed_at ?? ''),
  ]);
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const shapes: Readonly<Record<GraphNode['node_shape'], readonly [string, string]>> = {
  rectangle: ['[', ']'],
  diamond: ['{', '}'],
  trapezoid: ['[/', '\\]'],
  subroutine: ['[[', ']]'],
};

const styles: Readonly<Record<VisualCategory, string>> = {
  completed: 'fill:#d4edda,stroke:#28a745,color:#155724',
  in_progress: 'fill:#cce5ff,stroke:#007bff,color:#004085',
  pending: 'fill:#e2e3e5,stroke:#6c757d,color:#383d41',
  error: 'fill:#f8d7da,stroke:#dc3545,color:#721c24',
  retrying: 'fill:#fff3cd,stroke:#ffc107,color:#856404',
  untraversed: 'fill:#ffffff,stroke:#adb5bd,color:#6c757d,stroke-dasharray:4 4',
  default: 'fill:#f8f9fa,stroke:#6c757d,color:#212529',
};

const classLines = (nodes: readonly GraphNode[]): readonly string[] =>
  Object.entries(styles).flatMap(([category, style]) => {
    const ids = nodes.filter((node) => node.visual_category === category).map(({ id }) => id);
    // Some words, `default` among them, mean something else to Mermaid.
    return ids.length === 0 ? [] : [`  classDef st_${category} ${style}`, `  class ${ids.join(',')} st_${category}`];
  });

const linked = ({ name, path, baseUrl }: { name: string; path: string | null; baseUrl: string | undefined }): string =>
  baseUrl === undefined || path === null ? tableCell(name) : `[${tableCell(name)}](<${baseUrl}${path}>)`;

const listed = (names: readonly string[]): string =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} and ${names.length - 8} more`;

const errorText = (error: DrawnTask['steps'][number]['error']): string => {
  if (error === null) return '';
  const kind = error.retryable === null ? '' : error.retryable ? 'transient' : 'permanent';
  return oneLine({ text: [error.type, error.status_code, kind].filter((part) => part !== null && part !== '').join(' ') });
};
