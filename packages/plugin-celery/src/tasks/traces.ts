import type { TaskEvent, TaskEventKind } from '../events/event.ts';
import { object, text } from '../protocol/field.ts';
import type { Evidence } from './evidence.ts';

/** What records and events say of where a task has been, whoever has it now. */
export interface Traces {
  /** A worker began it: a state of its own is recorded, or its start was heard. */
  readonly isBegun: boolean;
  /** A worker took it. */
  readonly isReceived: boolean;
  /** The worker that is known to have had it last. */
  readonly worker: string | undefined;
  readonly startedAtMs: number | undefined;
  readonly taskName: string | undefined;
  /** The end of it as a worker told it, if nothing was heard of it afterwards. */
  readonly ending: TaskEvent | undefined;
  readonly retries: number | undefined;
}

/** States that Celery's own record may have before a worker has it. */
const unbegun = new Set(['PENDING', 'RECEIVED', 'SENT']);
const endings: ReadonlySet<TaskEventKind> = new Set<TaskEventKind>(['task-succeeded', 'task-failed', 'task-revoked']);
const atWorkers: ReadonlySet<TaskEventKind> = new Set<TaskEventKind>(['task-received', 'task-started', 'task-retried']);

/** Follows the traces that a task left. */
export const tracesOf = ({ record, events, ledger, atWorker, waiting, held }: Evidence): Traces => {
  const result = record.kind === 'found' ? record.result : undefined;
  const last = events.at(-1);
  const started = events.findLast(({ kind }) => kind === 'task-started');
  const isOpen = result !== undefined && !result.isFinal && !unbegun.has(result.status);
  return {
    isBegun: isOpen || started !== undefined,
    isReceived: isOpen || events.some(({ kind }) => atWorkers.has(kind)),
    worker:
      text(object(result?.value)?.['hostname']) ??
      result?.extended?.worker ??
      events.findLast(({ kind }) => atWorkers.has(kind) || endings.has(kind))?.hostname,
    startedAtMs: started?.atMs,
    taskName:
      ledger?.task_name ??
      atWorker?.task.taskName ??
      waiting?.item.task?.taskName ??
      held?.task.taskName ??
      result?.extended?.taskName ??
      events.find(({ taskName }) => taskName !== undefined)?.taskName,
    ending: last !== undefined && endings.has(last.kind) ? last : undefined,
    retries:
      held?.task.retries ??
      waiting?.item.task?.retries ??
      result?.extended?.retries ??
      events.findLast(({ retries }) => retries !== undefined)?.retries,
  };
};
