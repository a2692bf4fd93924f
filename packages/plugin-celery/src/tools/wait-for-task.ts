import * as z from 'zod';
import { celery } from '../connection.ts';
import { statusAnswer } from '../tasks/status-answer.ts';
import { waitForEnd } from '../tasks/wait-for-end.ts';

/** What looks at workers that stay silent, and a result backend that comes back, may take beside, in milliseconds. */
const slackMs = 30_000;

export const waitForTask = celery.read({
  name: 'wait_for_task',
  title: 'Wait for a task',
  toolset: 'tasks',
  description:
    'Wait until one Celery task has ended, at most timeout_s, with progress meanwhile. Use get_task_status for how things stand right now.',
  input: z.strictObject({
    task_id: z.string().min(1).max(255).describe('Its id.'),
    timeout_s: z.number().min(0).max(600).default(25).describe('Seconds at most; call again when timed_out.'),
  }),
  output: statusAnswer.extend({
    timed_out: z.boolean().describe('True: it had not ended; it goes on.'),
    waited_s: z.number(),
  }),
  deadlineMs: ({ timeout_s: timeoutS }) => timeoutS * 1_000 + slackMs,
  run: async (call) => {
    const { task_id: taskId, timeout_s: timeoutS } = call.input;
    const { progress } = call;
    const { answer, isTimedOut, waitedMs } = await waitForEnd({ looker: call, taskId, timeoutMs: timeoutS * 1_000, progress });
    return { ...answer, timed_out: isTimedOut, waited_s: Math.round(waitedMs) / 1_000 };
  },
});
