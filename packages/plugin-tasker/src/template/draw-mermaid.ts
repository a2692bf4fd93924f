import type { Step, StepType } from './model.ts';
import { mermaidLabel } from '../text/safe-text.ts';

/** Draws steps and their dependencies as a Mermaid graph from top to bottom. Names and notes cannot leave their labels. */
export const drawMermaid = ({ steps, notes }: { steps: readonly Step[]; notes: ReadonlyMap<string, string> }): string => {
  const unique = [...new Map(steps.map((step) => [step.name, step])).values()];
  const ids = new Map(unique.map(({ name }, index) => [name, `s${index}`]));
  const nodes = unique.map(({ name, type }) => {
    const note = notes.get(name);
    const [open, close] = shapes[type];
    const label = note === undefined ? mermaidLabel(name) : `${mermaidLabel(name)}<br/>${mermaidLabel(note)}`;
    return `  ${ids.get(name)}${open}"${label}"${close}`;
  });
  const edges = unique.flatMap(({ name, type, dependencies }) =>
    dependencies.flatMap((dependency) => {
      const from = ids.get(dependency.name);
      return from === undefined ? [] : [`  ${from} ${laterTypes.has(type) ? '-.->' : '-->'} ${ids.get(name)}`];
    }),
  );
  const noted = unique.filter(({ name }) => notes.has(name)).map(({ name }) => ids.get(name));
  const marks = noted.length === 0 ? [] : ['  classDef annotated stroke-width:3px', `  class ${noted.join(',')} annotated`];
  return ['graph TD', ...nodes, ...edges, ...marks].join('\n');
};

/** How many edges Mermaid draws unless it is told otherwise. */
export const mermaidEdges = 500;

const shapes: Readonly<Record<StepType, readonly [string, string]>> = {
  standard: ['[', ']'],
  decision: ['{', '}'],
  deferred_convergence: ['([', '])'],
  batchable: ['[/', '\\]'],
  batch_worker: ['[[', ']]'],
};

// The server makes these steps while the task runs, so their edges are possible ones.
const laterTypes: ReadonlySet<StepType> = new Set(['deferred_convergence', 'batch_worker']);
