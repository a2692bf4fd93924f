import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { tasker } from '../connection.ts';
import { failedStep, isFailed, isUnderWay, readFailedSteps, shownFailed } from '../dlq/failed-steps.ts';
import { ifAllowed } from '../client/if-allowed.ts';
import { locateEntry } from '../dlq/locate-entry.ts';
import { countSimilar, history, readHistory, similarPending } from '../dlq/neighbours.ts';
import { shownEntry, toShownEntry } from '../dlq/shown-entry.ts';
import { loadTaskView } from '../tasks/load-task-view.ts';
import type { StepView, TaskView } from '../tasks/task-view.ts';

const briefStep = z.object({ step_uuid: z.string(), name: z.string(), state: z.string(), attempts: z.number() });

export const dlqInspect = tasker.read({
  name: 'dlq_inspect',
  title: 'Inspect a dead letter',
  toolset: 'dlq',
  description:
    'Show one dead letter with the error, backtrace, attempts and audit of the failed step, each with its source. Use dlq_queue to choose one, dlq_update to close it.',
  input: z
    .strictObject({
      task_uuid: z.uuid().optional().describe('The newest entry of this task.'),
      dlq_entry_uuid: z.uuid().optional().describe('This entry; slower in a long DLQ. Give one of the two.'),
    })
    .refine(({ task_uuid: task, dlq_entry_uuid: entry }) => (task === undefined) !== (entry === undefined), {
      error: 'give task_uuid or dlq_entry_uuid: exactly one of them',
    }),
  output: z.object({
    entry: shownEntry,
    task: z.object({ status: z.string(), updated_at: z.string(), source: z.string() }).nullable().describe('As it is now.'),
    failed_steps: z.array(failedStep).describe('Failed, or tried again after a failure.'),
    other_failed_steps: z.array(briefStep).describe('Failed too; step_inspect has their errors.'),
    failed_step_count: z.int().nullable(),
    under_way: z.array(briefStep).describe('Steps that the task stands at without an error.'),
    similar_pending: similarPending,
    history,
    complete: z.boolean().describe('False: not every failed step, or step under way, is shown.'),
    notes: z.array(z.string()),
  }),
  deadlineMs: 120_000,
  run: async ({ input, reader, signal, progress, clock }) => {
    const { task_uuid: taskUuid, dlq_entry_uuid: entryUuid } = input;
    const located = await locateEntry({ taskUuid, entryUuid, reader, signal, progress, clock, searchMs });
    const { entry } = located;
    const [joined, similar, past] = await Promise.all([
      joinTask({ taskUuid: entry.task_uuid, reader, signal }),
      countSimilar({ entry, reader, signal }),
      readHistory({ entry, reader, signal }),
    ]);
    return { entry: toShownEntry({ located, now: clock.now() }), ...joined, similar_pending: similar, history: past };
  },
});

// What is left of the deadline is for what is joined.
const searchMs = 90_000;

const joinTask = async ({ taskUuid, reader, signal }: { taskUuid: string; reader: TaskerReader; signal: AbortSignal }) => {
  const view = await viewIfThere({ taskUuid, reader, signal });
  if (typeof view === 'string') return { ...nothingJoined, notes: [view] };
  const failed = view.steps.filter(isFailed);
  const underWay = view.steps.filter(isUnderWay);
  const read = await readFailedSteps({ view, reader, signal });
  const source = view.source === 'summary' ? `tasks/${taskUuid}/summary` : `tasks/${taskUuid}`;
  return {
    task: { status: view.task.status, updated_at: view.task.updated_at, source },
    failed_steps: read ?? [],
    failed_step_count: failed.length,
    other_failed_steps: failed.slice(read === undefined ? 0 : shownFailed, shownBrief).map(toBrief),
    under_way: underWay.slice(0, shownBrief).map(toBrief),
    complete: read !== undefined && read.length === failed.length && underWay.length <= shownBrief,
    notes: [
      ...view.notes,
      ...(read === undefined ? ['The credentials may not read steps (steps:read), so their errors are not shown.'] : []),
      ...(failed.length === 0 ? [noFailure] : []),
    ],
  };
};

const shownBrief = 20;
const noFailure = 'No step of the task has an error now, so none explains the entry; its snapshot says how long the task stood.';
const nothingJoined = {
  task: null,
  failed_steps: [],
  other_failed_steps: [],
  failed_step_count: null,
  under_way: [],
  complete: false,
} as const;

/** The task, or why it cannot be joined. */
const viewIfThere = async (ask: { taskUuid: string; reader: TaskerReader; signal: AbortSignal }): Promise<TaskView | string> => {
  try {
    return (
      (await ifAllowed(() => loadTaskView(ask))) ?? 'The credentials may not read tasks (tasks:read), so only the entry is shown.'
    );
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    return 'The task of this entry does not exist any more, so only the entry is shown.';
  }
};

const toBrief = (step: StepView): z.output<typeof briefStep> => ({
  step_uuid: step.uuid,
  name: step.name,
  state: step.state,
  attempts: step.attempts,
});
