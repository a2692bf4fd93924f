import * as z from 'zod';
import { previewCancel, readCancelEffect } from '../actions/cancellation.ts';
import { tasker } from '../connection.ts';
import type { Task } from '../schemas/task.ts';

export const taskCancel = tasker.write({
  name: 'task_cancel',
  title: 'Cancel a task',
  toolset: 'actions',
  risk: 'destructive',
  description: 'Cancel a task and every step that has not run, for good. Use the step tools to repair it instead.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('The task, from task_list'),
    reason: z.string().min(1).max(1_000).optional().describe('Why; kept in the audit here'),
  }),
  output: z.object({ task_uuid: z.string(), name: z.string(), state: z.string() }),
  preview: ({ input, reader, profile, signal }) =>
    previewCancel({ taskUuid: input.task_uuid, reason: input.reason, profile: profile.name, reader, signal }),
  async execute({ input, writer, signal }) {
    return cancelledTask(await writer.cancelTask({ taskUuid: input.task_uuid, signal }));
  },
  verify: ({ input, reader, signal }) => readCancelEffect({ taskUuid: input.task_uuid, reader, signal }),
  // One that is not cancelled may still be: a request that was given up may be at work.
  reconcile: async ({ input, reader, signal }) => {
    const task = await reader.getTask({ taskUuid: input.task_uuid, signal });
    return task.status === 'cancelled' ? { result: cancelledTask(task) } : 'unknown';
  },
});

const cancelledTask = ({ task_uuid, name, status: state }: Task) => ({ task_uuid, name, state });
