import * as z from 'zod';
import { tasker } from '../connection.ts';
import { orNoSuchStep } from '../steps/or-no-such-step.ts';
import { stepDetail, toStepDetail } from '../steps/step-detail.ts';
import { loadStepInput, stepInput } from '../steps/step-input.ts';
import { getTask, loadTaskView } from '../tasks/load-task-view.ts';
import type { TaskView } from '../tasks/task-view.ts';

const siblingsShown = 20;
const sibling = z.object({ name: z.string(), step_uuid: z.string().nullable(), state: z.string().nullable() });
const siblings = z.object({ steps: z.array(sibling).nullable(), left_out: z.int() });

export const stepInspect = tasker.read({
  name: 'step_inspect',
  title: 'Inspect a step',
  toolset: 'tasks',
  description:
    'Show one step: handler, input, result, timing, attempts, next retry, and its error with class and backtrace. Use step_audit for who ran it and when.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('From task_list.'),
    step_uuid: z.uuid().describe('From task_inspect.'),
  }),
  output: z.object({
    task: z.object({ task_uuid: z.string(), name: z.string(), namespace: z.string(), status: z.string() }),
    step: stepDetail,
    input: stepInput,
    dependencies: siblings.describe('What it waits for; null: not known.'),
    dependents: siblings.describe('What waits for it; null: not known.'),
    notes: z.array(z.string()).describe('What is not known.'),
  }),
  run: async ({ input, reader, signal, clock }) => {
    const { task_uuid: taskUuid, step_uuid: stepUuid } = input;
    const [view, task] = await Promise.all([loadTaskView({ reader, taskUuid, signal }), getTask({ reader, taskUuid, signal })]);
    const step = await orNoSuchStep({ taskUuid, stepUuid, ask: () => reader.getStep({ taskUuid, stepUuid, signal }) });
    const known = view.steps.find(({ uuid }) => uuid === step.step_uuid);
    return {
      task: { task_uuid: taskUuid, name: task.name, namespace: task.namespace, status: task.status },
      step: toStepDetail({ step, view: known, nowMs: clock.now() }),
      input: await loadStepInput({ reader, task, view, step: known, signal }),
      dependencies: toSiblings({ view, names: known?.dependencies ?? null }),
      dependents: toSiblings({ view, names: known?.dependents ?? null }),
      notes: view.notes,
    };
  },
});

const toSiblings = ({ view, names }: { view: TaskView; names: readonly string[] | null }): z.output<typeof siblings> => {
  if (names === null) return { steps: null, left_out: 0 };
  const byName = new Map(view.steps.map((step) => [step.name, step]));
  const shown = names.slice(0, siblingsShown).map((name) => {
    const step = byName.get(name);
    return { name, step_uuid: step?.uuid ?? null, state: step?.state ?? null };
  });
  return { steps: shown, left_out: names.length - shown.length };
};
