import { flag, integer, list, number, object, text } from '../protocol/field.ts';
import { parseTime } from '../protocol/time.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';

/** A task that a worker has, as the worker tells it. Times are milliseconds since the epoch. */
export interface WorkerTask {
  readonly taskId: string;
  readonly taskName: string;
  readonly args: WireValue | undefined;
  readonly kwargs: WireValue | undefined;
  /** Undefined until it runs. */
  readonly startedAtMs: number | undefined;
  readonly pid: number | undefined;
  readonly acknowledged: boolean | undefined;
  readonly queue: string | undefined;
  readonly redelivered: boolean | undefined;
  /** When it may run, for those that wait for it. */
  readonly etaMs: number | undefined;
}

/** Reads the answer to `active` or `reserved`: a list of tasks. */
export const parseTasks = (reply: WireValue): readonly WorkerTask[] | undefined =>
  list(reply)?.flatMap((item) => parseTask(object(item)) ?? []);

/** Reads the answer to `scheduled`: tasks with the time that they wait for. */
export const parseScheduled = (reply: WireValue): readonly WorkerTask[] | undefined =>
  list(reply)?.flatMap((item) => {
    const entry = object(item);
    const task = parseTask(object(entry?.['request']));
    return task === undefined ? [] : { ...task, etaMs: parseTime(entry?.['eta']) };
  });

/** Where a worker has a task: waiting for a process, running, or neither (waiting for its time, or held back). */
export type TaskPlace = 'active' | 'reserved' | 'ready';

/** Reads the answer to `query_task`: each task that the worker knows, by id. */
export const parseQueried = (reply: WireValue): ReadonlyMap<string, { place: TaskPlace; task: WorkerTask }> | undefined => {
  const entries = object(reply);
  if (entries === undefined) return undefined;
  return new Map(
    Object.entries(entries).flatMap(([taskId, entry]) => {
      const [place, info] = list(entry) ?? [];
      const task = parseTask(object(info));
      return task !== undefined && isPlace(place) ? [[taskId, { place, task }] as const] : [];
    }),
  );
};

const parseTask = (fields: WireObject | undefined): WorkerTask | undefined => {
  const taskId = text(fields?.['id']);
  const taskName = text(fields?.['name']);
  if (fields === undefined || taskId === undefined || taskName === undefined) return undefined;
  const delivery = object(fields['delivery_info']);
  const startedAtS = number(fields['time_start']);
  return {
    taskId,
    taskName,
    args: fields['args'],
    kwargs: fields['kwargs'],
    startedAtMs: startedAtS === undefined ? undefined : Math.round(startedAtS * 1_000),
    pid: integer(fields['worker_pid']),
    acknowledged: flag(fields['acknowledged']),
    queue: text(delivery?.['routing_key']),
    redelivered: flag(delivery?.['redelivered']),
    etaMs: undefined,
  };
};

const isPlace = (place: WireValue | undefined): place is TaskPlace =>
  place === 'active' || place === 'reserved' || place === 'ready';
