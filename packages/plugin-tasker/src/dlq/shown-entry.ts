import * as z from 'zod';
import { snapshotOf } from '../schemas/dlq.ts';
import { clip, dlqRow, toDlqRow } from './dlq-row.ts';
import type { Located } from './locate-entry.ts';

/** An entry with everything that it says itself. */
export const shownEntry = dlqRow.extend({
  created_at: z.string(),
  updated_at: z.string(),
  metadata: z.unknown(),
  snapshot: z
    .object({
      task_state: z.string().nullable(),
      minutes_in_state: z.number().nullable(),
      threshold_minutes: z.number().nullable(),
      taken_at: z.string().nullable(),
    })
    .describe('The task when the entry was made.'),
  source: z.string(),
  scanned: z.int().describe('Entries that were read to find this one.'),
});

export const toShownEntry = ({ located, now }: { located: Located; now: number }): z.output<typeof shownEntry> => {
  const { entry, source, scanned } = located;
  const snapshot = snapshotOf(entry);
  return {
    ...toDlqRow({ entry, now }),
    resolution_notes: clip({ text: entry.resolution_notes, characters: 4_000 }),
    created_at: entry.created_at,
    updated_at: entry.updated_at,
    metadata: entry.metadata ?? null,
    snapshot: {
      task_state: snapshot.current_state,
      minutes_in_state: snapshot.time_in_state_minutes,
      threshold_minutes: snapshot.threshold_minutes,
      taken_at: snapshot.snapshot_timestamp,
    },
    source,
    scanned,
  };
};
