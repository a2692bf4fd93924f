import type { Evidence } from '../tasks/evidence.ts';
import { isSettled, unseenQueueOf } from '../tasks/evidence.ts';
import type { TaskState } from '../tasks/task-state.ts';

/** Where a task is, as far as cancelling it is concerned. */
export type Place =
  | {
      readonly kind: 'queued';
      readonly queue: string;
      /** Undefined in a quorum queue: there it is only looked for to take it out. */
      readonly position: number | undefined;
      readonly total: number;
    }
  /** In a queue that cannot be looked through. */
  | { readonly kind: 'unseen'; readonly queue: string; readonly total: number }
  /** A worker took it and has not begun it. Which worker is not known of one under a rate limit. */
  | { readonly kind: 'taken'; readonly as: 'reserved' | 'scheduled' | 'held'; readonly worker: string | undefined }
  | {
      readonly kind: 'running';
      readonly worker: string;
      readonly sinceMs: number | undefined;
      /** The process that runs it, on the worker's machine. */
      readonly pid: number | undefined;
    }
  | { readonly kind: 'finished'; readonly state: TaskState }
  /** Nobody who answered has it, and somebody did not answer. */
  | { readonly kind: 'silent'; readonly workers: readonly string[] }
  /** It was once known, and nobody has it. */
  | { readonly kind: 'gone'; readonly state: TaskState }
  | { readonly kind: 'unknown' };

/** Reads the place from what was found out; `state` is the verdict on the same evidence. */
export const placeOf = ({ evidence, state }: { evidence: Evidence; state: TaskState }): Place => {
  const { record, atWorker, waiting, held, workers, ledger } = evidence;
  if (isSettled(record)) return { kind: 'finished', state };
  // From Celery 5.6.2 on a record may say REVOKED while the task runs on.
  if (atWorker?.place === 'active') {
    const { worker, task } = atWorker;
    return { kind: 'running', worker, sinceMs: task.startedAtMs, pid: task.pid };
  }
  if (waiting !== undefined) {
    return { kind: 'queued', queue: waiting.queue, position: waiting.item.position, total: waiting.total };
  }
  if (ended.has(state)) return { kind: 'finished', state };
  if (atWorker !== undefined) {
    return { kind: 'taken', as: atWorker.place === 'ready' ? 'held' : atWorker.place, worker: atWorker.worker };
  }
  if (workers.answered.length < workers.known) return { kind: 'silent', workers: workers.silent };
  const unseen = state === 'queued' || state === 'unknown' ? unseenQueueOf(evidence) : undefined;
  if (unseen !== undefined) {
    const { queue, ready: total, why } = unseen;
    return why === 'quorum' ? { kind: 'queued', queue, position: undefined, total } : { kind: 'unseen', queue, total };
  }
  // Over RabbitMQ nobody shows what a worker holds back: there its rate limit alone tells.
  if (held !== undefined || state === 'held') return { kind: 'taken', as: 'held', worker: undefined };
  return state === 'unknown' && ledger === undefined ? { kind: 'unknown' } : { kind: 'gone', state };
};

const ended: ReadonlySet<TaskState> = new Set<TaskState>(['success', 'failure', 'revoked']);

/** What a confirmation is bound to: not the position in a queue, which changes by itself. */
export interface PlaceGuard {
  readonly place: Place['kind'];
  readonly queue: string | null;
  readonly worker: string | null;
  /** The process that runs it. */
  readonly pid: number | null;
}

export const guardOf = (place: Place): PlaceGuard => ({
  place: place.kind,
  queue: place.kind === 'queued' ? place.queue : null,
  worker: place.kind === 'taken' || place.kind === 'running' ? (place.worker ?? null) : null,
  pid: place.kind === 'running' ? (place.pid ?? null) : null,
});

export const isSamePlace = (one: PlaceGuard, other: PlaceGuard): boolean =>
  one.place === other.place && one.queue === other.queue && one.worker === other.worker && one.pid === other.pid;
