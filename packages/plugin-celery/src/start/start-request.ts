import * as z from 'zod';

/** What a caller says to start one task; the input of the tool. */
export const startRequest = z
  .strictObject({
    task_type: z.string().min(1).max(255).describe('A type from task_types, or a Celery task name'),
    params: z.record(z.string().max(255), z.json()).default({}).describe('Keyword arguments'),
    queue: z.string().min(1).max(255).optional().describe('Only to override the routing'),
    priority: z.enum(['high', 'normal', 'low']).optional(),
    countdown_s: z.number().min(0).max(31_536_000).optional().describe('Delay'),
    eta: z.iso.datetime({ offset: true }).optional().describe('Not before, such as 2030-01-31T03:00:00Z'),
    expires_s: z.number().min(1).max(31_536_000).optional().describe('Dropped when not begun by then'),
    hard_limit_s: z.number().min(1).max(604_800).optional().describe('Killed after'),
    soft_limit_s: z.number().min(1).max(604_800).optional().describe('Interrupted after'),
    idempotency_key: z.string().min(1).max(200).optional().describe('Same key, same task: never sent twice'),
    allow_unconsumed: z.boolean().default(false).describe('Send it even if no worker would run it'),
  })
  .refine(({ countdown_s: countdown, eta }) => countdown === undefined || eta === undefined, {
    path: ['eta'],
    error: 'give countdown_s or eta, not both',
  });
export type StartRequest = z.output<typeof startRequest>;

/** The answer to a start. */
export const startAnswer = z.object({
  task_id: z.string(),
  task_type: z.string(),
  task_name: z.string(),
  queue: z.string(),
  status: z.literal('queued'),
  estimated_duration: z.string().nullable(),
  queued_at: z.string(),
  eta: z.string().nullable(),
  already_started: z.boolean(),
  message: z.string(),
  poll_after_s: z.int(),
});
export type StartAnswer = z.output<typeof startAnswer>;
