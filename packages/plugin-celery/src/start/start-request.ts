import * as z from 'zod';
import { keywordArguments } from './task-params-schema.ts';

/** What a caller says to start one task; the input of the tool. */
export const startRequest = z
  .strictObject({
    task_type: z.string().min(1).max(255).describe('From task_types'),
    params: keywordArguments.describe('Keyword arguments'),
    queue: z.string().min(1).max(255).optional().describe('Overrides the routing'),
    priority: z.enum(['high', 'normal', 'low']).optional().describe('In its queue'),
    countdown_s: z.number().min(0).max(31_536_000).optional().describe('Delay'),
    eta: z.iso.datetime({ offset: true }).optional().describe('Not before; ISO 8601'),
    expires_s: z.number().min(1).max(31_536_000).optional().describe('Dropped after'),
    hard_limit_s: z.number().min(1).max(604_800).optional().describe('Killed after'),
    soft_limit_s: z.number().min(1).max(604_800).optional().describe('Interrupted after'),
    idempotency_key: z.string().min(1).max(200).optional().describe('Same key, same task'),
    allow_unconsumed: z.boolean().default(false).describe('Even if no worker would run it'),
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
  eta_at: z.string().nullable(),
  already_started: z.boolean(),
  message: z.string(),
  poll_after_s: z.int(),
});
export type StartAnswer = z.output<typeof startAnswer>;
