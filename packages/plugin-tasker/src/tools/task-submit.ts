import * as z from 'zod';
import { actingAs } from '../actions/acting-as.ts';
import { findSubmitted } from '../actions/find-submitted.ts';
import { explainRefusal, previewSubmission } from '../actions/submission.ts';
import { tasker } from '../connection.ts';
import type { Task } from '../schemas/task.ts';

export const taskSubmit = tasker.write({
  name: 'task_submit',
  title: 'Submit a task',
  toolset: 'actions',
  risk: 'additive',
  description:
    'Run a workflow template with a context. Find templates with template_list_remote, follow the task with task_inspect.',
  input: z.strictObject({
    name: z.string().describe('Template, such as order_processing'),
    namespace: z.string().describe('Such as orders'),
    context: z.record(z.string(), z.unknown()).describe('What it works on, such as {"order_id": 7}'),
    version: z.string().optional().describe('Such as 1.0.0; else the newest'),
    initiator: z.string().optional().describe('Who wants it; else the caller'),
    source_system: z.string().default('lineclear').describe('Where it comes from'),
    reason: z.string().min(1).max(1_000).describe('Why; kept with the task'),
    priority: z.int().min(-100).max(100).optional().describe('Higher runs first; 0'),
    tags: z.array(z.string()).default([]).describe('Such as ["nightly"]'),
    idempotency_key: z.string().min(1).optional().describe('Only to repeat a context deliberately'),
    correlation_id: z.uuid().optional().describe('To trace by; made if absent'),
    parent_correlation_id: z.uuid().optional().describe('Of the workflow above it'),
  }),
  output: z.object({
    task_uuid: z.string(),
    name: z.string(),
    namespace: z.string(),
    version: z.string(),
    state: z.string(),
    total_steps: z.int(),
    correlation_id: z.string(),
  }),
  preview: ({ input, reader, principal, profile, signal }) =>
    previewSubmission({ submission: input, principal: principal.id, profile: profile.name, reader, signal }),
  async execute({ input, writer, guard, principal, clock, idempotencyKey, signal }) {
    const { initiator, ...request } = input;
    try {
      const task = await writer.createTask({
        request: {
          ...request,
          version: guard.version,
          initiator: actingAs({ field: 'initiator', given: initiator, principal: principal.id }).name,
          requested_at: new Date(clock.now()).toISOString().replace('Z', ''),
          // The plan's id, so that the task can be found again by it. It is no idempotency key: that would let every plan repeat the work.
          correlation_id: input.correlation_id ?? idempotencyKey,
        },
        signal,
      });
      return submittedTask(task);
    } catch (error) {
      throw explainRefusal({ error, hasKey: input.idempotency_key !== undefined });
    }
  },
  async verify({ output, reader, signal }) {
    const task = await reader.getTask({ taskUuid: output.task_uuid, signal });
    const { status: state, execution_status, total_steps, ready_steps, in_progress_steps, completed_steps } = task;
    return { state, execution_status, total_steps, ready_steps, in_progress_steps, completed_steps };
  },
  // Not found is no proof that it failed: a request that timed out may still be at work.
  reconcile: async ({ input, reader, guard, idempotencyKey, signal }) => {
    const row = await findSubmitted({ submission: input, guard, planId: idempotencyKey, reader, signal });
    // A row of a list does not tell the real state.
    return row === undefined ? 'unknown' : { result: submittedTask(await reader.getTask({ taskUuid: row.task_uuid, signal })) };
  },
});

const submittedTask = ({ task_uuid, name, namespace, version, status: state, total_steps, correlation_id }: Task) => ({
  task_uuid,
  name,
  namespace,
  version,
  state,
  total_steps,
  correlation_id,
});
