import * as z from 'zod';
import { type DlqEntry, snapshotOf } from '../schemas/dlq.ts';
import { minutesBetween } from './minutes.ts';

/** One dead-letter entry as lists show it. Namespace and task name come from the snapshot; the entry itself has neither. */
export const dlqRow = z.object({
  dlq_entry_uuid: z.string(),
  task_uuid: z.string(),
  namespace: z.string().nullable(),
  task_name: z.string().nullable(),
  dlq_reason: z.string(),
  original_state: z.string(),
  resolution_status: z.string(),
  dlq_timestamp: z.string(),
  minutes_in_dlq: z.number().nullable().describe('Until now, or until it was resolved.'),
  resolution_timestamp: z.string().nullable(),
  resolved_by: z.string().nullable(),
  resolution_notes: z.string().nullable(),
});
export type DlqRow = z.output<typeof dlqRow>;

export const toDlqRow = ({ entry, now }: { entry: DlqEntry; now: number }): DlqRow => {
  const { namespace, task_name: taskName } = snapshotOf(entry);
  // The server stamps a time of resolution with every change of status, "pending" included.
  const isPending = entry.resolution_status === 'pending';
  return {
    dlq_entry_uuid: entry.dlq_entry_uuid,
    task_uuid: entry.task_uuid,
    namespace: clip({ text: namespace, characters: 100 }),
    task_name: clip({ text: taskName, characters: 100 }),
    dlq_reason: entry.dlq_reason,
    original_state: entry.original_state,
    resolution_status: entry.resolution_status,
    dlq_timestamp: entry.dlq_timestamp,
    minutes_in_dlq: minutesBetween({ from: entry.dlq_timestamp, to: (isPending ? null : entry.resolution_timestamp) ?? now }),
    resolution_timestamp: isPending ? null : entry.resolution_timestamp,
    resolved_by: clip({ text: entry.resolved_by, characters: 100 }),
    resolution_notes: clip({ text: entry.resolution_notes, characters: 200 }),
  };
};

/** A text that shows where it was cut, so that a page of rows stays within one answer. */
export const clip = <Text extends string | null>({ text, characters }: { text: Text; characters: number }): Text | string =>
  text === null || text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}…`;
