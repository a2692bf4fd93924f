import { quoted } from '@lineclear/core/plugin';
import type { TaskType } from '../catalogue/task-type.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { pollAfterS } from '../tasks/poll-hint.ts';
import { isoTime } from '../text/iso-time.ts';
import type { StartAnswer } from './start-request.ts';

/** What a caller is told of a task that was started, now or before. */
export const startAnswerOf = ({
  taskId,
  entry,
  isNew,
  type,
  isAwaited = true,
}: {
  taskId: string;
  entry: LedgerEntry;
  isNew: boolean;
  type: TaskType | undefined;
  /** False where it was sent although no worker is known to take it. */
  isAwaited?: boolean;
}): StartAnswer => {
  const duration = type?.expectedDuration?.text ?? null;
  const takes = duration === null ? '' : `; it takes ${duration}`;
  return {
    task_id: taskId,
    task_type: entry.task_type ?? entry.task_name,
    task_name: entry.task_name,
    queue: entry.queue,
    status: 'queued',
    estimated_duration: duration,
    queued_at: new Date(entry.at).toISOString(),
    eta_at: isoTime(entry.eta_at),
    already_started: !isNew,
    message: !isNew
      ? 'It was started before under this idempotency key; nothing was sent again. get_task_status says what became of it.'
      : isAwaited
        ? `Queued on ${quoted(entry.queue)}${takes}. Follow it with wait_for_task or get_task_status.`
        : `Queued on ${quoted(entry.queue)}; no worker is known to take it, so it waits until one does. Follow it with get_task_status.`,
    poll_after_s: pollHint(entry),
  };
};

/** When to ask for the first time, in seconds. */
export const pollHint = ({ at: nowMs, eta_at: etaMs, expected_s: expectedS }: LedgerEntry): number =>
  pollAfterS({
    judgement: {
      state: etaMs === undefined ? 'queued' : 'scheduled',
      etaMs,
      redeliveredAtMs: undefined,
      runtimeS: 0,
      progress: undefined,
      ahead: 0,
    },
    expectedS,
    nowMs,
  }) ?? 1;
