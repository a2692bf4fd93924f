import * as z from 'zod';
import { tasker } from '../connection.ts';
import { dlqRow, toDlqRow } from '../dlq/dlq-row.ts';
import { resolutionStatuses } from '../schemas/states.ts';
import { toPascalCase } from '../schemas/wire.ts';

export const dlqList = tasker.read({
  name: 'dlq_list',
  title: 'List dead letters',
  toolset: 'dlq',
  description:
    'List dead-letter entries, newest first. Use dlq_queue for what to look at first and dlq_inspect for one entry with its error.',
  input: z.strictObject({
    resolution_status: z.enum(resolutionStatuses).optional().describe('Only these.'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
    offset: z.int().min(0).max(10_000_000).default(0).describe('How many to skip; next_offset of the page before.'),
  }),
  output: z.object({
    entries: z.array(dlqRow),
    count: z.int(),
    offset: z.int(),
    complete: z.boolean().describe('False: more follow at next_offset. The server tells no total.'),
    next_offset: z.int().nullable(),
  }),
  run: async ({ input, reader, signal, clock }) => {
    const { limit, offset, resolution_status: status } = input;
    const resolutionStatus = status === undefined ? undefined : toPascalCase(status);
    // One more than asked for says whether there are more.
    const found = await reader.listDlq({ resolutionStatus, limit: limit + 1, offset, signal });
    const now = clock.now();
    const entries = found.slice(0, limit).map((entry) => toDlqRow({ entry, now }));
    const complete = found.length <= limit;
    return { entries, count: entries.length, offset, complete, next_offset: complete ? null : offset + limit };
  },
});
