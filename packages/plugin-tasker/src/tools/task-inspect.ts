import * as z from 'zod';
import { tasker } from '../connection.ts';
import type { Task } from '../schemas/task.ts';
import { diagnose } from '../tasks/diagnose.ts';
import { shownValue, toShownValue } from '../text/shown-value.ts';
import { byUrgency, stepRow, toStepRow } from '../tasks/step-row.ts';
import { getTask, loadTaskView } from '../tasks/load-task-view.ts';
import type { TaskView } from '../tasks/task-view.ts';

const contextCharacters = 8_000;

const taskFacts = z.object({
  task_uuid: z.string(),
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  completed_at: z.string().nullable(),
  initiator: z.string().nullable(),
  source_system: z.string().nullable(),
  reason: z.string().nullable(),
  priority: z.number().nullable(),
  tags: z.array(z.string()),
  correlation_id: z.string().nullable(),
  parent_correlation_id: z.string().nullable(),
  total_steps: z.number(),
  completed_steps: z.number(),
  failed_steps: z.number(),
  ready_steps: z.number(),
  completion_percentage: z.number(),
  health_status: z.string(),
  execution_status: z.string(),
  recommended_action: z.string().nullable().describe("The server's own advice."),
  context: shownValue,
});

export const taskInspect = tasker.read({
  name: 'task_inspect',
  title: 'Inspect a task',
  toolset: 'tasks',
  description:
    'Show one task: its steps with handler, dependencies and what blocks them, its dead letter, and why it does not go on. Use step_inspect for the error and results of one step.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('From task_list.'),
    step_limit: z.int().min(1).max(200).default(50).describe('Steps at most; failed and blocked ones come first.'),
    step_offset: z.int().min(0).max(1_000_000).default(0).describe('Steps to skip: next_step_offset of the page before.'),
  }),
  output: z.object({
    task: taskFacts,
    resumes_by_itself: z
      .boolean()
      .nullable()
      .describe('Whether Tasker goes on with it if nobody does anything; null: not decidable.'),
    diagnosis: z.array(z.string()),
    dlq: z.object({
      in_dlq: z.boolean().nullable().describe('An investigation is open; null: not known.'),
      reason: z.string().nullable(),
      resolution_status: z.string().nullable(),
    }),
    steps_by_state: z.record(z.string(), z.int()),
    steps: z.array(stepRow),
    step_offset: z.int(),
    complete: z.boolean().describe('False: more steps follow at next_step_offset.'),
    next_step_offset: z.int().nullable(),
    source: z.enum(['summary', 'task_and_steps']),
    notes: z.array(z.string()).describe('What is not known.'),
  }),
  run: async ({ input, reader, signal, clock }) => {
    const { task_uuid: taskUuid, step_limit: limit, step_offset: offset } = input;
    const [seen, task] = await Promise.all([loadTaskView({ reader, taskUuid, signal }), getTask({ reader, taskUuid, signal })]);
    const readiness = new Map(task.steps.map((step) => [step.workflow_step_uuid, step]));
    const view = {
      ...seen,
      // The summary does not know when a step is tried again; the task does.
      steps: seen.steps.map((step) => ({
        ...step,
        next_retry_at: readiness.get(step.uuid)?.next_retry_at ?? step.next_retry_at,
      })),
    };
    const steps = byUrgency(view.steps);
    const end = offset + limit;
    const complete = end >= steps.length;
    return {
      task: toFacts({ view, task }),
      ...diagnose({ view, readySteps: task.ready_steps, nowMs: clock.now() }),
      dlq: view.dlq,
      steps_by_state: countsOf(view),
      steps: steps
        .slice(offset, end)
        .map((step) => toStepRow({ step, isReady: readiness.get(step.uuid)?.ready_for_execution ?? null })),
      step_offset: offset,
      complete,
      next_step_offset: complete ? null : end,
      source: view.source,
      notes: view.notes,
    };
  },
});

const toFacts = ({ view, task }: { view: TaskView; task: Task }): z.output<typeof taskFacts> => {
  const { pending_steps: _pending, in_progress_steps: _inProgress, ...facts } = view.task;
  return {
    ...facts,
    priority: task.priority,
    tags: task.tags ?? [],
    parent_correlation_id: task.parent_correlation_id,
    ready_steps: task.ready_steps,
    context: toShownValue({ value: task.context, maxCharacters: contextCharacters }),
  };
};

const countsOf = ({ steps }: TaskView): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { state } of steps) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(counts);
};
