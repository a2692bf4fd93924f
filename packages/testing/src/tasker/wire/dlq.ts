import type { DlqRecord } from '../model/records.ts';
import type { Staleness } from '../model/staleness.ts';
import { minuteMs, naiveStamp, offsetStamp } from '../model/stamps.ts';
import type { DlqReason } from '../model/states.ts';

/** DlqEntry. Its timestamps have no zone. */
export const dlqEntry = (record: DlqRecord): object => ({
  dlq_entry_uuid: record.uuid,
  task_uuid: record.task.uuid,
  original_state: record.originalState,
  dlq_reason: record.reason,
  dlq_timestamp: naiveStamp(record.enteredAtMs),
  resolution_status: record.resolution,
  resolution_timestamp: record.resolvedAtMs === undefined ? null : naiveStamp(record.resolvedAtMs),
  resolution_notes: record.notes ?? null,
  resolved_by: record.resolvedBy ?? null,
  task_snapshot: snapshotOf(record),
  metadata: record.metadata ?? null,
  created_at: naiveStamp(record.enteredAtMs),
  updated_at: naiveStamp(record.updatedAtMs),
});

/** DlqStats, one row for each reason that occurs. */
export const dlqStats = (records: readonly DlqRecord[]): object[] =>
  Object.entries(Object.groupBy(records, ({ reason }) => reason)).map(([reason, group]) => {
    const count = (resolution: DlqRecord['resolution']) => group.filter((record) => record.resolution === resolution).length;
    return {
      dlq_reason: reason,
      total_entries: group.length,
      pending: count('Pending'),
      manually_resolved: count('ManuallyResolved'),
      permanent_failures: count('PermanentlyFailed'),
      cancelled: count('Cancelled'),
      oldest_entry: naiveStamp(group.reduce((oldest, { enteredAtMs }) => Math.min(oldest, enteredAtMs), Infinity)),
      newest_entry: naiveStamp(group.reduce((newest, { enteredAtMs }) => Math.max(newest, enteredAtMs), 0)),
      // The server reads the bytes of a NUMERIC as a double, so what it sends is no average of anything.
      avg_resolution_time_minutes: garbageAverage,
    };
  });

/** The open investigations, highest score first. */
export const investigationQueue = ({
  records,
  limit,
  nowMs,
}: {
  /** Newest first. */
  records: readonly DlqRecord[];
  limit: number;
  nowMs: number;
}): object[] =>
  records
    .filter(({ resolution }) => resolution === 'Pending')
    .map((record) => {
      const minutes = (nowMs - record.enteredAtMs) / minuteMs;
      return { record, minutes, score: baseScores[record.reason] + minutes };
    })
    .toSorted((one, other) => other.score - one.score)
    .slice(0, limit)
    .map(({ record, minutes, score }) => ({
      dlq_entry_uuid: record.uuid,
      task_uuid: record.task.uuid,
      original_state: record.originalState,
      dlq_reason: record.reason,
      dlq_timestamp: naiveStamp(record.enteredAtMs),
      minutes_in_dlq: minutes,
      namespace_name: record.task.template.namespace,
      task_name: record.task.template.name,
      current_state: record.originalState,
      time_in_state_minutes: record.timeInStateMinutes,
      priority_score: score,
    }));

/** StalenessMonitoring. */
export const stalenessRow = ({ task, minutesInState, thresholdMinutes, health }: Staleness, nowMs: number): object => ({
  task_uuid: task.uuid,
  namespace_name: task.template.namespace,
  task_name: task.template.name,
  current_state: task.state,
  time_in_state_minutes: Math.round(minutesInState),
  task_age_minutes: Math.round((nowMs - task.createdAtMs) / minuteMs),
  staleness_threshold_minutes: thresholdMinutes,
  health_status: health,
  priority: task.priority,
});

const garbageAverage = 2.8e-309;

const baseScores: Readonly<Record<DlqReason, number>> = {
  DependencyCycleDetected: 1000,
  MaxRetriesExceeded: 500,
  StalenessTimeout: 100,
  WorkerUnavailable: 50,
  ManualDlq: 10,
};

// Printed by the database itself, hence with an offset.
const snapshotOf = ({ task, originalState, timeInStateMinutes, thresholdMinutes, enteredAtMs }: DlqRecord): object => ({
  task_uuid: task.uuid,
  namespace: task.template.namespace,
  task_name: task.template.name,
  current_state: originalState,
  time_in_state_minutes: timeInStateMinutes,
  threshold_minutes: thresholdMinutes,
  snapshot_timestamp: offsetStamp(enteredAtMs),
  task_details: {
    correlation_id: task.correlationId,
    priority: task.priority,
    requested_at: naiveStamp(task.createdAtMs),
    created_at: naiveStamp(task.createdAtMs),
  },
});
