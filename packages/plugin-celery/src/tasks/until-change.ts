import { setTimeout as sleep } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { Look, Looker } from './look-at-task.ts';
import { readProgress } from './progress.ts';
import { showProgress } from './show-status.ts';
import type { StatusAnswer } from './status-answer.ts';

/** Milliseconds until workers and queues are looked at again: while the end is told, while it is not, and while something is wrong. */
const toldMs = 5_000;
const untoldMs = 1_000;
const doubtfulMs = 500;

/** Sleeps until the result backend tells of the end, or until it is time to look again. Rejects when the caller leaves. */
export const untilChange = async ({
  looker: { reader, signal },
  look: { answer, evidence, mayRead },
  leftMs,
  isBroken,
  onReport,
}: {
  looker: Looker;
  look: Look;
  leftMs: number;
  /** The look is an old one: the last attempt failed. */
  isBroken: boolean;
  /** Hears what the task reports meanwhile. */
  onReport: (progress: NonNullable<StatusAnswer['progress']>) => void;
}): Promise<void> => {
  const isMissing = answer.state === 'lost' || answer.state === 'unknown';
  if (isBroken || isMissing) return rest({ ms: Math.min(leftMs, doubtfulMs), signal });
  if (!isTold({ look: { answer, evidence, mayRead }, kind: reader.results.kind })) {
    // A look into a queue of RabbitMQ disturbs it; a task that waits there is not in a hurry.
    const isDear = reader.broker.kind === 'rabbitmq' && evidence.atWorker === undefined;
    return rest({ ms: Math.min(leftMs, isDear ? toldMs : untoldMs), signal });
  }
  try {
    await reader.results.wait({
      taskId: answer.task_id,
      timeoutMs: Math.min(leftMs, toldMs),
      signal,
      onChange: ({ value }) => {
        const shown = showProgress({ progress: readProgress(value), mayRead });
        if (shown !== null) onReport(shown);
      },
    });
  } catch (error) {
    // The next look says what is wrong, unless it has passed by then.
    if (!LineclearError.is(error) || signal.aborted) throw error;
  }
};

/** Whether the end of the task is told to us as it comes. A record that is there already, or cannot be read, would end the wait at once. */
const isTold = ({ look: { evidence }, kind }: { look: Look; kind: 'redis' | 'rpc' | 'none' }): boolean => {
  const { record, ledger } = evidence;
  if (record.kind === 'malformed' || (record.kind === 'found' && record.result.isFinal)) return false;
  // Only the sender is told over rpc.
  return kind === 'redis' || (kind === 'rpc' && (record.kind === 'found' || ledger !== undefined));
};

const rest = async ({ ms, signal }: { ms: number; signal: AbortSignal }): Promise<void> => {
  await sleep(ms, undefined, { signal });
};
