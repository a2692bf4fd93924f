import * as z from 'zod';

// Only the fields that are used, so that new ones in the service break nothing.
export const Flag = z.object({
  key: z.string(),
  enabled: z.boolean(),
  /** Grows with every change. */
  version: z.int(),
  /** How many services read it. */
  readers: z.int(),
  last_change_id: z.string().nullish(),
});
export const FlagPage = z.object({ flags: z.array(Flag), total: z.int() });
export const Health = z.object({ status: z.string() });
