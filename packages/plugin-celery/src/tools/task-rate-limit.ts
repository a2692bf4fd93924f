import * as z from 'zod';
import { celery } from '../connection.ts';
import { limitRate, previewRate, rateChange, reconcileRate } from '../fleet/limit-rate.ts';
import { workerNames } from '../fleet/worker-names.ts';

export const taskRateLimit = celery.write({
  name: 'task_rate_limit',
  title: 'Limit the rate of a Celery task',
  toolset: 'control',
  risk: 'reversible',
  description:
    'Limit how often each Celery worker starts one task, until the worker restarts. Use worker_pool to change how many run at a time.',
  input: z.strictObject({
    task_name: z.string().min(1).max(255).describe('Celery name such as "app.tasks.report"'),
    rate: z
      .string()
      .regex(/^(none|[1-9]\d{0,5}\/[smh])$/)
      .describe('10/s, 10/m or 10/h on each worker; none lifts the limit'),
    workers: workerNames.optional().describe('Names such as "celery@host"; all that know the task when absent'),
  }),
  output: z.object({ task_name: z.string(), rate: z.string(), workers: rateChange }),
  offered: {
    if: ({ control }) => control.includes('rate_limit'),
    hint: 'Add rate_limit to celery.control of the profile.',
  },
  preview: ({ input, reader, profile, signal }) =>
    previewRate({ taskName: input.task_name, rate: input.rate, names: input.workers, reader, profile: profile.name, signal }),
  execute: async ({ input: { task_name: taskName, rate }, guard, writer, signal }) => ({
    task_name: taskName,
    rate,
    workers: await limitRate({ taskName, rate, rates: guard.rates, writer, signal }),
  }),
  reconcile: ({ input: { task_name: taskName, rate }, guard, reader, signal }) =>
    reconcileRate({ taskName, rate, rates: guard.rates, reader, signal }),
});
