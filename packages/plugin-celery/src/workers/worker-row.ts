import * as z from 'zod';

/** One worker in an answer. Null stands for what it did not tell. */
export const workerRow = z.object({
  name: z.string(),
  status: z
    .enum(['online', 'silent', 'unclear'])
    .describe('silent: connected, did not answer (frozen, or a busy solo pool). unclear: silent or gone.'),
  celery_version: z.string().nullable(),
  pool: z.string().nullable(),
  concurrency: z.int().nullable(),
  running: z.int().nullable(),
  reserved: z.int().nullable(),
  scheduled: z.int().nullable(),
  queues: z.array(z.string()).nullable(),
  registered_tasks: z.int().nullable(),
  processed: z.int().nullable().describe('Tasks begun since its start.'),
  uptime_s: z.number().nullable(),
  prefetch: z.int().nullable().describe('Messages it may hold at a time; 0 = no limit.'),
  pid: z.int().nullable(),
  heartbeat_age_s: z.number().nullable().describe('Since its last heartbeat; null: none was heard recently.'),
  details: z
    .object({
      tasks: z.array(z.string()).nullable().describe('Registered tasks.'),
      processed_by_task: z.record(z.string(), z.int()).nullable(),
      processes: z.array(z.int()).nullable().describe('Process ids of its pool.'),
    })
    .optional()
    .describe('Of the one worker that was asked for.'),
});
export type WorkerRow = z.output<typeof workerRow>;
