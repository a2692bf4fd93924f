import * as z from 'zod';
import { amount, count, orNull, snakeCased, someJson, timestamp, uuid, word } from './wire.ts';

/** DlqEntry. `task_snapshot` says where and how long the task stood; it holds no error, no step and no backtrace. */
export const dlqEntry = z.object({
  dlq_entry_uuid: uuid,
  task_uuid: uuid,
  original_state: word,
  dlq_reason: snakeCased,
  dlq_timestamp: timestamp,
  resolution_status: snakeCased,
  resolution_timestamp: orNull(timestamp),
  resolution_notes: orNull(z.string()),
  resolved_by: orNull(z.string()),
  task_snapshot: someJson.optional(),
  metadata: someJson.optional(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type DlqEntry = z.output<typeof dlqEntry>;

/** DlqStats: counts of one reason. The average that the server adds is not trustworthy and is not read. */
export const dlqStats = z.object({
  dlq_reason: snakeCased,
  total_entries: count,
  pending: count,
  manually_resolved: count,
  permanent_failures: count,
  cancelled: count,
  oldest_entry: orNull(timestamp),
  newest_entry: orNull(timestamp),
});
export type DlqStats = z.output<typeof dlqStats>;

/** DlqInvestigationQueueEntry. `current_state` is the state at the time of the snapshot. */
export const queueEntry = z.object({
  dlq_entry_uuid: uuid,
  task_uuid: uuid,
  original_state: word,
  dlq_reason: snakeCased,
  dlq_timestamp: timestamp,
  minutes_in_dlq: amount,
  namespace_name: orNull(z.string()),
  task_name: orNull(z.string()),
  current_state: orNull(word),
  time_in_state_minutes: orNull(amount),
  priority_score: amount,
});
export type QueueEntry = z.output<typeof queueEntry>;

/** StalenessMonitoring: tasks in a waiting state, with how much of their allowed time is gone. */
export const staleness = z.object({
  task_uuid: uuid,
  namespace_name: orNull(z.string()),
  task_name: orNull(z.string()),
  current_state: word,
  time_in_state_minutes: amount,
  task_age_minutes: amount,
  staleness_threshold_minutes: amount,
  health_status: snakeCased,
  priority: amount,
});
export type Staleness = z.output<typeof staleness>;

/** PATCH /v1/dlq/entry/{uuid}: what is absent stays as it is; a status always stamps the time of resolution. */
export interface DlqChange {
  readonly resolution_status?: string | undefined;
  readonly resolution_notes?: string | undefined;
  readonly resolved_by?: string | undefined;
  readonly metadata?: unknown;
}
export const dlqChanged = z.object({ success: z.boolean(), message: orNull(z.string()), dlq_entry_uuid: z.string() });

/** What an entry's `task_snapshot` says, as far as it says it: the task as it stood when the entry was made. */
const taskSnapshot = z.object({
  namespace: orNull(z.string()).catch(null),
  task_name: orNull(z.string()).catch(null),
  current_state: orNull(word).catch(null),
  time_in_state_minutes: orNull(amount).catch(null),
  threshold_minutes: orNull(amount).catch(null),
  snapshot_timestamp: orNull(timestamp).catch(null),
});
export type TaskSnapshot = z.output<typeof taskSnapshot>;

/** Never fails: a snapshot that is no object has nothing to say. */
export const snapshotOf = ({ task_snapshot: snapshot }: Pick<DlqEntry, 'task_snapshot'>): TaskSnapshot =>
  taskSnapshot.safeParse(snapshot).data ?? taskSnapshot.parse({});
