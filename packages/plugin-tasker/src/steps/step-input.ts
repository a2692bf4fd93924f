import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';
import { shownValue, toShownValue } from '../text/shown-value.ts';
import type { StepView, TaskView } from '../tasks/task-view.ts';
import { resultsOf } from '../results/results.ts';

const parentsShown = 10;
const contextCharacters = 8_000;
const parentCharacters = 4_000;

export const stepInput = z.object({
  task_context: shownValue,
  parents: z
    .array(z.object({ name: z.string(), step_uuid: z.string(), state: z.string(), result: shownValue }))
    .nullable()
    .describe('Results of the steps it depends on; null: not known which.'),
  parents_left_out: z.int(),
  source: z.string(),
});

/** What a step gets to work on, put together as its worker does: the task's context, and the results of the steps it depends on. */
export const loadStepInput = async ({
  reader,
  task,
  view,
  step,
  signal,
}: {
  reader: TaskerReader;
  task: Task;
  view: TaskView;
  step: StepView | undefined;
  signal: AbortSignal;
}): Promise<z.output<typeof stepInput>> => {
  const names = step === undefined || step.dependencies === null ? undefined : new Set(step.dependencies);
  const parents = names === undefined ? null : view.steps.filter(({ name }) => names.has(name));
  const shown = await mapConcurrently({
    items: parents?.slice(0, parentsShown) ?? [],
    concurrency: 4,
    run: async (parent) => {
      const { results } = await reader.getStep({ taskUuid: task.task_uuid, stepUuid: parent.uuid, signal });
      const result = toShownValue({ value: resultsOf(results)?.result ?? null, maxCharacters: parentCharacters });
      return { name: parent.name, step_uuid: parent.uuid, state: parent.state, result };
    },
  });
  return {
    task_context: toShownValue({ value: task.context, maxCharacters: contextCharacters }),
    parents: parents === null ? null : shown,
    parents_left_out: (parents?.length ?? 0) - shown.length,
    source:
      'The server does not keep what a worker received. This is the context of the task and the results of the direct dependencies, as they are now.',
  };
};
