import type { TaskEvent } from '../events/event.ts';
import { parseException } from '../events/parse-exception.ts';
import type { TaskResult } from '../results/results.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './judgement.ts';
import type { TaskState } from './task-state.ts';
import { tracesOf } from './traces.ts';

const states: Readonly<Record<string, TaskState>> = {
  SUCCESS: 'success',
  FAILURE: 'failure',
  REVOKED: 'revoked',
  IGNORED: 'revoked',
};

/** The end of a task: as its record tells it or, where none is kept, as a worker told it. Undefined while there is none. */
export const judgeEnd = (evidence: Evidence): Finding | undefined => {
  const { record, atWorker, waiting } = evidence;
  const { ending, startedAtMs, worker, retries } = tracesOf(evidence);
  if (record.kind === 'found' && record.result.isFinal) {
    return {
      ...recorded({ result: record.result, ending }),
      worker,
      queue: record.result.extended?.queue ?? evidence.ledger?.queue,
      retries,
      ...timesOf({ startedAtMs, ending, doneAtMs: record.result.doneAtMs ?? ending?.atMs }),
    };
  }
  // A task that runs, waits or reports its state has come back after that end.
  if (ending === undefined || record.kind === 'found' || atWorker !== undefined || waiting !== undefined) return undefined;
  const queue = evidence.ledger?.queue;
  return { ...heard(ending), worker, queue, retries, ...timesOf({ startedAtMs, ending, doneAtMs: ending.atMs }) };
};

const recorded = ({ result, ending }: { result: TaskResult; ending: TaskEvent | undefined }): Finding => ({
  state: states[result.status] ?? 'unknown',
  error: result.error,
  traceback: result.traceback ?? ending?.traceback,
  ...(result.status === 'IGNORED' ? { reason: 'The task ended itself without a result (Ignore).' } : {}),
  ...(result.status === 'REVOKED' ? { reason: revokedBecause({ message: result.error?.message, ending }) } : {}),
});

const heard = (ending: TaskEvent): Finding => {
  const notes = ['No record of it is stored: its end is known from the event of a worker.'];
  if (ending.kind === 'task-succeeded') return { state: 'success', notes };
  if (ending.kind === 'task-revoked') return { state: 'revoked', reason: revokedBecause({ message: undefined, ending }), notes };
  return { state: 'failure', error: parseException(ending.exception ?? ''), traceback: ending.traceback, notes };
};

/** SIGUSR1 on Linux: the task goes on as it likes. */
const softSignal = 10;

const revokedBecause = ({ message, ending }: { message: string | undefined; ending: TaskEvent | undefined }): string => {
  if (ending?.expired === true || message === 'expired') return 'It expired before a worker began it.';
  if (ending?.signum === softSignal)
    return 'It was asked to end while it ran; it may still clean up, and its end then overwrites this.';
  if (ending?.terminated === true || message === 'terminated') return 'It was ended while it ran.';
  return 'It was revoked.';
};

const timesOf = ({
  startedAtMs,
  ending,
  doneAtMs,
}: {
  startedAtMs: number | undefined;
  ending: TaskEvent | undefined;
  doneAtMs: number | undefined;
}): Pick<Finding, 'startedAtMs' | 'doneAtMs' | 'runtimeS'> => {
  const runtimeS = ending?.runtimeS;
  const began =
    startedAtMs ?? (runtimeS === undefined || doneAtMs === undefined ? undefined : Math.round(doneAtMs - runtimeS * 1_000));
  return {
    startedAtMs: began,
    doneAtMs,
    runtimeS: runtimeS ?? (began === undefined || doneAtMs === undefined ? undefined : Math.max(0, (doneAtMs - began) / 1_000)),
  };
};
