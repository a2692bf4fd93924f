import * as z from 'zod';
import { tasker } from '../connection.ts';
import { ifAllowed } from '../client/if-allowed.ts';
import { type ResolutionSample, sampleCap, sampleResolutions } from '../dlq/resolution-sample.ts';
import type { DlqStats } from '../schemas/dlq.ts';

const counts = {
  total_entries: z.number(),
  pending: z.number(),
  manually_resolved: z.number(),
  permanently_failed: z.number(),
  cancelled: z.number(),
  oldest_entry: z.string().nullable(),
  newest_entry: z.string().nullable(),
  average_resolution_minutes: z.number().nullable().describe('Over the resolved entries of the sample.'),
  resolved_in_sample: z.int(),
};

export const dlqStats = tasker.read({
  name: 'dlq_stats',
  title: 'Dead-letter statistics',
  toolset: 'dlq',
  description:
    'Count dead letters by reason and status, with how long resolving took. Use dlq_list or dlq_queue for the entries.',
  input: z.strictObject({}),
  output: z.object({
    reasons: z.array(z.object({ dlq_reason: z.string(), ...counts })),
    totals: z.object(counts),
    sample: z.object({ scanned: z.int(), resolved: z.int(), complete: z.boolean(), method: z.string() }),
    notes: z.array(z.string()),
  }),
  deadlineMs: 60_000,
  run: async ({ reader, signal, progress, clock }) => {
    const stats = await reader.getDlqStats({ signal });
    // The counts need another permission (dlq:stats) than the entries (dlq:read): whoever lacks the second still gets the first.
    const sample = await ifAllowed(() => sampleResolutions({ reader, signal, progress, clock }));
    const reasons = stats.map((row) => ({
      dlq_reason: row.dlq_reason,
      ...countsOf([row]),
      average_resolution_minutes: sample?.byReason.get(row.dlq_reason)?.averageMinutes ?? null,
      resolved_in_sample: sample?.byReason.get(row.dlq_reason)?.resolved ?? 0,
    }));
    const all = sample?.all ?? { averageMinutes: null, resolved: 0 };
    return {
      reasons,
      totals: { ...countsOf(stats), average_resolution_minutes: all.averageMinutes, resolved_in_sample: all.resolved },
      sample: { scanned: sample?.scanned ?? 0, resolved: all.resolved, complete: sample?.complete ?? false, method },
      notes: notesOn(sample),
    };
  },
});

// The server's own average (avg_resolution_time_minutes) counts open entries as resolved now and is read from the wrong type: it is not shown.
const method = 'resolution_timestamp minus dlq_timestamp of resolved entries in /v1/dlq, newest first';

const notesOn = (sample: ResolutionSample | undefined): readonly string[] => {
  if (sample === undefined) return ['The credentials may not read entries (dlq:read), so there are no averages.'];
  if (sample.all.resolved === 0) return ['No entry was resolved with a known time, so there are no averages.'];
  if (sample.complete) return [];
  return sample.scanned < sampleCap
    ? [`The server is slow: the averages are over the ${sample.scanned} resolved entries that were read in time.`]
    : [`There are more than ${sampleCap} resolved entries; the averages are over ${sampleCap} of the newest.`];
};

const countsOf = (rows: readonly DlqStats[]) => ({
  total_entries: sumOf(rows.map((row) => row.total_entries)),
  pending: sumOf(rows.map((row) => row.pending)),
  manually_resolved: sumOf(rows.map((row) => row.manually_resolved)),
  permanently_failed: sumOf(rows.map((row) => row.permanent_failures)),
  cancelled: sumOf(rows.map((row) => row.cancelled)),
  oldest_entry: present(rows.map((row) => row.oldest_entry)).at(0) ?? null,
  newest_entry: present(rows.map((row) => row.newest_entry)).at(-1) ?? null,
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
// All of one form (RFC 3339, UTC, milliseconds), so that their order as text is their order in time.
const present = (times: readonly (string | null)[]): string[] => times.filter((time) => time !== null).sort();
