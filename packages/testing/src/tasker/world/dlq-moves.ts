import type { JsonValue } from '@lineclear/core/plugin';
import type { DlqRecord, Task } from '../model/records.ts';
import { minuteMs } from '../model/stamps.ts';
import type { DlqReason, DlqResolution, TaskState } from '../model/states.ts';
import { thresholdOf } from '../model/staleness.ts';
import type { Store } from './store.ts';

/** What an operator may change of an entry; what is absent stays. */
export interface DlqChange {
  readonly resolution?: DlqResolution | undefined;
  readonly notes?: string | undefined;
  readonly resolvedBy?: string | undefined;
  readonly metadata?: JsonValue | undefined;
}

export interface DlqSpec {
  readonly task: Task;
  readonly reason: DlqReason;
  readonly uuid?: string;
  readonly enteredAtMs?: number;
  /** The task's state before it was put here. */
  readonly originalState?: TaskState;
  readonly timeInStateMinutes?: number;
}

/** Puts a task into the dead-letter queue. */
export const addDlqRecord = (
  store: Store,
  { task, reason, uuid = store.ids('dlq'), enteredAtMs = store.nowMs, originalState = task.state, timeInStateMinutes }: DlqSpec,
): DlqRecord => {
  const minutes = timeInStateMinutes ?? Math.max(0, Math.floor((enteredAtMs - task.stateSinceMs) / minuteMs));
  const thresholdMinutes = thresholdOf({ template: task.template, state: originalState });
  const record: DlqRecord = {
    uuid,
    task,
    reason,
    originalState,
    enteredAtMs,
    timeInStateMinutes: minutes,
    thresholdMinutes,
    updatedAtMs: enteredAtMs,
    resolution: 'Pending',
    metadata: {
      detection_method: reason === 'StalenessTimeout' ? 'automatic_staleness' : 'simulated_entry',
      time_in_state_minutes: minutes,
      threshold_minutes: thresholdMinutes,
    },
  };
  store.dlq.add(record);
  return record;
};

/** Changes an entry. Every status stamps the time of resolution, `Pending` too. False when the database would refuse a second open entry. */
export const changeDlqRecord = ({
  store,
  record,
  change,
  atMs,
}: {
  store: Store;
  record: DlqRecord;
  change: DlqChange;
  atMs: number;
}): boolean => {
  const pending = store.dlq.pendingOf(record.task.uuid);
  if (change.resolution === 'Pending' && pending !== undefined && pending !== record) return false;
  if (change.resolution !== undefined) {
    record.resolution = change.resolution;
    record.resolvedAtMs = atMs;
  }
  if (change.notes !== undefined) record.notes = change.notes;
  if (change.resolvedBy !== undefined) record.resolvedBy = change.resolvedBy;
  if (change.metadata !== undefined) record.metadata = change.metadata;
  record.updatedAtMs = atMs;
  return true;
};
