import * as z from 'zod';
import { celery } from '../connection.ts';
import { limitRate, previewRate, rateChange, reconcileRate } from '../fleet/limit-rate.ts';
import { workerNames } from '../fleet/worker-names.ts';

export const taskRateLimit = celery.write({
  name: 'task_rate_limit',
  title: 'Limit a rate',
  toolset: 'control',
  risk: 'reversible',
  description:
    'Limit how often each Celery worker starts one task, until it restarts. Use worker_pool for how many run at a time.',
  input: z.strictObject({
    task_name: z.string().min(1).max(255).describe('Celery name such as "app.tasks.report"'),
    rate: z
      .string()
      .regex(/^(none|[1-9]\d{0,5}\/[smh])$/)
      .describe('Such as 10/m on each worker; none lifts it'),
    workers: workerNames.optional().describe('Such as "celery@host"; all when absent'),
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
