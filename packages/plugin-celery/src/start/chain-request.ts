import * as z from 'zod';

/** What a caller says to start several tasks at once; the input of the tool. */
export const chainRequest = z.strictObject({
  mode: z
    .enum(['chain', 'group', 'chord'])
    .default('chain')
    .describe('One after another, side by side, or side by side with the last step as end'),
  steps: z
    .array(
      z.strictObject({
        task_type: z.string().min(1).max(255),
        params: z.record(z.string().max(255), z.json()).default({}),
        queue: z.string().min(1).max(255).optional(),
        immutable: z
          .boolean()
          .optional()
          .describe('false adds the result before it as first argument; a chord end does, others do not'),
      }),
    )
    .min(2)
    .max(20)
    .describe('In order; fields as in start_background_task'),
  allow_unconsumed: z.boolean().default(false).describe('Send it even if no worker would run it'),
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
