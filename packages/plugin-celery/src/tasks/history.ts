import type { TaskEvent, TaskEventKind } from '../events/event.ts';
import { object, text } from '../protocol/field.ts';
import type { Evidence } from './evidence.ts';

/** What can happen to a task. */
export const happenings = [
  'sent',
  'received',
  'started',
  'retried',
  'succeeded',
  'failed',
  'revoked',
  'rejected',
  'cancelled',
] as const;
export type Happening = (typeof happenings)[number];

/** One thing that happened to a task. Texts of tasks are as they came. */
export interface HistoryEntry {
  /** Milliseconds since the epoch; undefined where it is known that it happened, and not when. */
  readonly atMs: number | undefined;
  readonly kind: Happening;
  readonly worker: string | undefined;
  /** How it is known. */
  readonly source: 'ledger' | 'event' | 'record' | 'worker';
  readonly queue?: string | undefined;
  readonly retries?: number | undefined;
  readonly runtimeS?: number | undefined;
  /** The exception, or Python's text of the result. */
  readonly text?: string | undefined;
  readonly traceback?: string | undefined;
}

const kinds: Readonly<Record<TaskEventKind, Happening>> = {
  'task-sent': 'sent',
  'task-received': 'received',
  'task-started': 'started',
  'task-retried': 'retried',
  'task-succeeded': 'succeeded',
  'task-failed': 'failed',
  'task-revoked': 'revoked',
  'task-rejected': 'rejected',
};

/** Everything that is known to have happened to a task, oldest first; what has no time comes last. Events go before other sources. */
export const historyOf = (evidence: Evidence): readonly HistoryEntry[] => {
  const heard = evidence.events.map(toEntry);
  const isHeard = (kind: Happening): boolean => heard.some((entry) => entry.kind === kind);
  const others = [...fromLedger(evidence), ...fromWorker(evidence), ...fromRecord(evidence)];
  return [...heard, ...others.filter(({ kind }) => !isHeard(kind))].toSorted(
    (one, other) => (one.atMs ?? Number.POSITIVE_INFINITY) - (other.atMs ?? Number.POSITIVE_INFINITY) || 0,
  );
};

const toEntry = (event: TaskEvent): HistoryEntry => ({
  atMs: event.atMs,
  kind: kinds[event.kind],
  worker: event.kind === 'task-sent' ? undefined : event.hostname,
  source: 'event',
  queue: event.queue,
  retries: event.retries,
  runtimeS: event.runtimeS,
  text: event.exception ?? event.result ?? revocation(event),
  traceback: event.traceback,
});

const revocation = ({ kind, expired, terminated }: TaskEvent): string | undefined => {
  if (kind !== 'task-revoked') return undefined;
  if (expired === true) return 'expired';
  return terminated === true ? 'terminated' : 'revoked';
};

const fromLedger = ({ ledger, cancelledAtMs }: Evidence): readonly HistoryEntry[] => {
  const from = { worker: undefined, source: 'ledger', queue: ledger?.queue } as const;
  // The later tasks of a chain are sent by workers.
  const isSent = ledger?.state === 'sent' && ledger.parent === undefined;
  return [
    ...(isSent ? [{ ...from, atMs: ledger.at, kind: 'sent' } as const] : []),
    ...(cancelledAtMs === undefined ? [] : [{ ...from, atMs: cancelledAtMs, kind: 'cancelled' } as const]),
  ];
};

const fromWorker = ({ atWorker, record }: Evidence): readonly HistoryEntry[] => {
  const isStarted = record.kind === 'found' && record.result.status === 'STARTED';
  if (atWorker?.place === 'active') {
    return [
      { atMs: atWorker.task.startedAtMs, kind: 'started', worker: atWorker.worker, source: 'worker', queue: atWorker.task.queue },
    ];
  }
  if (atWorker !== undefined) {
    return [{ atMs: undefined, kind: 'received', worker: atWorker.worker, source: 'worker', queue: atWorker.task.queue }];
  }
  return isStarted
    ? [{ atMs: undefined, kind: 'started', worker: text(object(record.result.value)?.['hostname']), source: 'record' }]
    : [];
};

const endings: Readonly<Record<string, Happening>> = {
  SUCCESS: 'succeeded',
  FAILURE: 'failed',
  REVOKED: 'revoked',
  RETRY: 'retried',
};

const fromRecord = ({ record }: Evidence): readonly HistoryEntry[] => {
  if (record.kind !== 'found') return [];
  const { status, doneAtMs, error, traceback, extended } = record.result;
  const kind = endings[status];
  if (kind === undefined) return [];
  const exception = error === undefined ? undefined : `${error.type}: ${error.message}`;
  return [
    { atMs: doneAtMs, kind, worker: extended?.worker, source: 'record', retries: extended?.retries, text: exception, traceback },
  ];
};
