import * as z from 'zod';
import { tasker } from '../connection.ts';
import { clip } from '../dlq/dlq-row.ts';
import { toTenth } from '../dlq/minutes.ts';
import { explainPriority } from '../dlq/priority.ts';
import type { QueueEntry } from '../schemas/dlq.ts';

const row = z.object({
  dlq_entry_uuid: z.string(),
  task_uuid: z.string(),
  namespace: z.string().nullable(),
  task_name: z.string().nullable(),
  dlq_reason: z.string(),
  original_state: z.string(),
  state_at_snapshot: z.string().nullable().describe('Of the task when the entry was made, not now.'),
  minutes_in_state_at_snapshot: z.number().nullable(),
  dlq_timestamp: z.string(),
  minutes_in_dlq: z.number(),
  priority_score: z.number(),
  priority_base: z.number(),
  priority_breakdown: z.string(),
});

export const dlqQueue = tasker.read({
  name: 'dlq_queue',
  title: 'Dead letters by priority',
  toolset: 'dlq',
  description:
    'List pending dead letters, the most urgent first, and say why. Use dlq_inspect for one, dlq_list for resolved ones.',
  input: z.strictObject({ limit: z.int().min(1).max(100).default(10).describe('How many at most.') }),
  output: z.object({
    entries: z.array(row),
    count: z.int(),
    complete: z.boolean().describe('False: less urgent ones were left out.'),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { limit }, reader, signal }) => {
    // One more than asked for says whether there are more.
    const found = await reader.listDlqQueue({ limit: limit + 1, signal });
    const entries = found.slice(0, limit).map(toRow);
    return { entries, count: entries.length, complete: found.length <= limit, notes: [note] };
  },
});

const note =
  'States are those of the snapshot; task_inspect has the state now. A score is the weight of its reason plus minutes.';

const toRow = (entry: QueueEntry): z.output<typeof row> => {
  const { base, breakdown } = explainPriority(entry);
  return {
    dlq_entry_uuid: entry.dlq_entry_uuid,
    task_uuid: entry.task_uuid,
    namespace: clip({ text: entry.namespace_name, characters: 100 }),
    task_name: clip({ text: entry.task_name, characters: 100 }),
    dlq_reason: entry.dlq_reason,
    original_state: entry.original_state,
    state_at_snapshot: entry.current_state,
    minutes_in_state_at_snapshot: entry.time_in_state_minutes,
    dlq_timestamp: entry.dlq_timestamp,
    minutes_in_dlq: toTenth(entry.minutes_in_dlq),
    priority_score: toTenth(entry.priority_score),
    priority_base: base,
    priority_breakdown: breakdown,
  };
};
