import * as z from 'zod';

export const Status = z.enum(['scheduled', 'cancelled']);

// Only the fields that are used.
export const Window = z.object({
  id: z.string(),
  title: z.string(),
  service: z.string(),
  starts_at: z.iso.datetime(),
  ends_at: z.iso.datetime(),
  status: Status,
  /** Grows with every change. */
  version: z.int(),
  created_by: z.string(),
  /** What the last writer called its change. */
  last_change_id: z.string().nullable(),
});
export const WindowPage = z.object({ windows: z.array(Window), total: z.int() });
export const Health = z.object({ status: z.string() });
