import type { Finding, Step } from './model.ts';
import type { StepGraph } from './step-graph.ts';

/** Findings about how the steps hang together. */
export const checkDependencies = ({ steps, graph }: { steps: readonly Step[]; graph: StepGraph }): readonly Finding[] => {
  const known = new Map(steps.map((step) => [step.name, step]));
  return [
    ...steps.flatMap((step) => [
      ...missingOnes({ step, known }),
      ...aloneOnes({ step, steps, graph }),
      ...workers({ step, known }),
    ]),
    ...graph.cycles.filter((cycle) => cycle.length > 2).map((cycle) => cycleFinding({ cycle, known })),
  ];
};

const missingOnes = ({ step, known }: { step: Step; known: ReadonlyMap<string, Step> }): readonly Finding[] =>
  step.dependencies.flatMap(({ name, line }): readonly Finding[] => {
    if (name === step.name) {
      return [
        {
          code: 'SELF_DEPENDENCY',
          severity: 'error',
          message: `Step "${name}" depends on itself.`,
          hint: 'Remove it from its own dependencies.',
          step: name,
          line,
        },
      ];
    }
    if (known.has(name)) return [];
    return [
      {
        code: 'MISSING_DEP_REF',
        severity: 'error',
        message: `Step "${step.name}" depends on "${name}", which is no step of this template.`,
        hint: 'Correct the name, or add that step.',
        step: step.name,
        line,
      },
    ];
  });

const aloneOnes = ({ step, steps, graph }: { step: Step; steps: readonly Step[]; graph: StepGraph }): readonly Finding[] => {
  const isAlone = steps.length > 1 && step.dependencies.length === 0 && graph.dependents.get(step.name)?.length === 0;
  if (!isAlone) return [];
  return [
    {
      code: 'ORPHAN_STEP',
      severity: 'warning',
      message: `Step "${step.name}" depends on no step, and no step depends on it.`,
      hint: 'Connect it, or leave it when it is meant to run by itself.',
      step: step.name,
      line: step.line,
    },
  ];
};

const workers = ({ step, known }: { step: Step; known: ReadonlyMap<string, Step> }): readonly Finding[] => {
  const worker = step.workerTemplate;
  if (worker === undefined || known.get(worker.name)?.type === 'batch_worker') return [];
  return [
    {
      code: 'BATCH_WORKER_MISSING',
      severity: 'error',
      message: `The batches of step "${step.name}" name "${worker.name}", which is no step of type batch_worker.`,
      hint: 'Name a step with type: batch_worker in batch_config.worker_template.',
      step: step.name,
      line: worker.line,
    },
  ];
};

const cycleFinding = ({ cycle, known }: { cycle: readonly string[]; known: ReadonlyMap<string, Step> }): Finding => {
  const [first = ''] = cycle;
  const line = known.get(first)?.line;
  const shown = cycle.length > 12 ? [...cycle.slice(0, 10), `… ${cycle.length - 11} more`, first] : cycle;
  return {
    code: 'CYCLE_DETECTED',
    severity: 'error',
    message: `These steps wait for one another: ${shown.join(' → ')}.`,
    hint: 'Remove one of these dependencies.',
    step: first,
    ...(line === undefined ? {} : { line }),
  };
};
