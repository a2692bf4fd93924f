import * as z from 'zod';
import { keywordArguments } from './task-params-schema.ts';

/** What a caller says to start several tasks at once; the input of the tool. */
export const chainRequest = z.strictObject({
  mode: z.enum(['chain', 'group', 'chord']).default('chain').describe('In turn, side by side, or side by side before the last'),
  steps: z
    .array(
      z.strictObject({
        task_type: z.string().min(1).max(255).describe('From task_types'),
        params: keywordArguments.describe('Keyword arguments'),
        queue: z.string().min(1).max(255).optional().describe('Overrides the routing'),
        immutable: z.boolean().optional().describe('false: gets the result before it first, as a chord end does'),
      }),
    )
    .min(2)
    .max(20)
    .describe('In order'),
  allow_unconsumed: z.boolean().default(false).describe('Even if no worker would run it'),
});
export type ChainRequest = z.output<typeof chainRequest>;

/** The answer to it. */
export const chainAnswer = z.object({
  mode: z.enum(['chain', 'group', 'chord']),
  status: z.literal('queued'),
  group_id: z.string().nullable(),
  tasks: z.array(
    z.object({
      task_id: z.string(),
      task_type: z.string(),
      queue: z.string(),
      /** `waiting`: a worker sends it when those before it have succeeded. */
      status: z.enum(['queued', 'waiting', 'not_sent']),
    }),
  ),
  queued_at: z.string(),
  message: z.string(),
  poll_after_s: z.int(),
});
export type ChainAnswer = z.output<typeof chainAnswer>;
