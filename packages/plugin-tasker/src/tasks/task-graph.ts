import * as z from 'zod';
import { oneLine } from '../text/safe-text.ts';
import { byUrgency } from './step-row.ts';
import type { StepView, TaskView } from './task-view.ts';

// A drawing says everything up to three times (graph, Mermaid, table): more than this would not fit into one answer.
const drawnNodes = 100;
const drawnEdges = 300;
const labelCharacters = 80;

const categories = ['completed', 'in_progress', 'pending', 'error', 'retrying', 'untraversed', 'default'] as const;
export type VisualCategory = (typeof categories)[number];

const node = z.object({
  id: z.string(),
  label: z.string(),
  visual_category: z.enum(categories).describe('untraversed: depended on, and never made.'),
  node_shape: z.enum(['rectangle', 'diamond', 'trapezoid', 'subroutine']),
  resource_path: z.string().nullable(),
});
const edge = z.object({ from: z.string(), to: z.string(), edge_style: z.enum(['solid', 'dashed']) });
export const taskGraph = z.object({ nodes: z.array(node), edges: z.array(edge) });
export type GraphNode = z.output<typeof node>;
export type GraphEdge = z.output<typeof edge>;

export interface DrawnTask {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** The steps behind the nodes, in their order; steps that were never made have none. */
  readonly steps: readonly StepView[];
  readonly warnings: readonly string[];
}

/** The nodes and edges of a task. Of a task with too many steps the failed ones and those that wait for them are drawn first. */
export const toTaskGraph = (view: TaskView): DrawnTask => {
  const chosen = new Set(byUrgency(view.steps).slice(0, drawnNodes));
  const steps = view.steps.filter((step) => chosen.has(step));
  const made = new Set(view.steps.map(({ name }) => name));
  const parents = new Set(steps.flatMap(({ dependencies }) => dependencies ?? []));
  const neverMade = [...parents].filter((name) => !made.has(name)).slice(0, drawnNodes - steps.length);
  const ids = new Map([...steps.map(({ name }) => name), ...neverMade].map((name, index) => [name, `s${index}`]));
  const nodes = [
    ...steps.map((step, index) => toNode({ step, id: `s${index}`, taskUuid: view.task.task_uuid })),
    ...neverMade.map((name) => toGhost({ name, id: ids.get(name) ?? '' })),
  ];
  const edges = steps.flatMap((step, index) => edgesTo({ step, id: `s${index}`, ids, made }));
  return {
    nodes,
    edges: edges.slice(0, drawnEdges),
    steps,
    warnings: [
      ...view.notes,
      ...(view.steps.some(({ dependencies }) => dependencies === null) ? ['Steps without known dependencies stand alone.'] : []),
      ...(steps.length < view.steps.length
        ? [`${view.steps.length - steps.length} of ${view.steps.length} steps are not drawn; task_inspect pages through all.`]
        : []),
      ...(edges.length > drawnEdges ? [`${edges.length - drawnEdges} of ${edges.length} edges are not drawn.`] : []),
    ],
  };
};

const toNode = ({ step, id, taskUuid }: { step: StepView; id: string; taskUuid: string }): GraphNode => ({
  id,
  label: oneLine({ text: step.name, max: labelCharacters }),
  visual_category: categoryOf(step.state),
  node_shape: shapeOf(step.step_type),
  resource_path: `/v1/tasks/${encodeURIComponent(taskUuid)}/workflow_steps/${encodeURIComponent(step.uuid)}`,
});

const toGhost = ({ name, id }: { name: string; id: string }): GraphNode => ({
  id,
  label: oneLine({ text: name, max: labelCharacters }),
  visual_category: 'untraversed',
  node_shape: 'rectangle',
  resource_path: null,
});

const edgesTo = ({
  step,
  id,
  ids,
  made,
}: {
  step: StepView;
  id: string;
  ids: ReadonlyMap<string, string>;
  made: ReadonlySet<string>;
}): readonly GraphEdge[] =>
  (step.dependencies ?? []).flatMap((name) => {
    const from = ids.get(name);
    return from === undefined ? [] : [{ from, to: id, edge_style: made.has(name) ? ('solid' as const) : ('dashed' as const) }];
  });

const categoryOf = (state: string): VisualCategory => {
  if (state === 'complete' || state === 'resolved_manually') return 'completed';
  if (state === 'error' || state === 'enqueued_as_error_for_orchestration') return 'error';
  if (state === 'in_progress' || state === 'enqueued' || state === 'enqueued_for_orchestration') return 'in_progress';
  if (state === 'waiting_for_retry') return 'retrying';
  return state === 'pending' ? 'pending' : 'default';
};

const shapeOf = (type: string | null): GraphNode['node_shape'] => {
  if (type === 'decision') return 'diamond';
  if (type === 'batchable') return 'trapezoid';
  return type === 'batch_worker' ? 'subroutine' : 'rectangle';
};
