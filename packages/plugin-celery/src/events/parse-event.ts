import { flag, integer, number, object, text } from '../protocol/field.ts';
import { parseTime } from '../protocol/time.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import type { CeleryEvent, TaskEvent, TaskEventKind, WorkerEvent } from './event.ts';

const taskKinds: ReadonlySet<string> = new Set<TaskEventKind>([
  'task-sent',
  'task-received',
  'task-started',
  'task-succeeded',
  'task-failed',
  'task-retried',
  'task-revoked',
  'task-rejected',
]);
const workerKinds: ReadonlySet<string> = new Set<WorkerEvent['kind']>(['worker-online', 'worker-offline', 'worker-heartbeat']);

/** The last millisecond that a Date can hold. */
const lastTimeMs = 8.64e15;

/** Reads the body of an event message: one event, or a list of them. What is no event is left out; never throws. */
export const parseEvents = (body: WireValue): readonly CeleryEvent[] => {
  const items: readonly WireValue[] = isList(body) ? body : [body];
  return items.flatMap((item) => parseEvent(object(item)) ?? []);
};

const parseEvent = (fields: WireObject | undefined): CeleryEvent | undefined => {
  const type = text(fields?.['type']);
  const atMs = Math.round((number(fields?.['timestamp']) ?? Number.NaN) * 1_000);
  // A time that is none says nothing of when: the event is of no use.
  if (fields === undefined || type === undefined || !(Math.abs(atMs) <= lastTimeMs)) return undefined;
  const from = { hostname: text(fields['hostname']) ?? '', atMs };
  if (isWorkerKind(type)) return { kind: type, ...from, ...workerFields(fields) };
  const taskId = text(fields['uuid']);
  if (isTaskKind(type) && taskId !== undefined) return { kind: type, taskId, ...from, ...taskFields(fields) };
  return { kind: 'custom', type, ...from, fields };
};

const taskFields = (fields: WireObject): Omit<TaskEvent, 'kind' | 'taskId' | 'hostname' | 'atMs'> => ({
  taskName: text(fields['name']),
  queue: text(fields['queue']),
  pid: integer(fields['pid']),
  retries: integer(fields['retries']),
  etaMs: parseTime(fields['eta']),
  runtimeS: number(fields['runtime']),
  result: text(fields['result']),
  exception: text(fields['exception']),
  traceback: text(fields['traceback']),
  terminated: flag(fields['terminated']),
  expired: flag(fields['expired']),
  signum: integer(fields['signum']),
});

const workerFields = (fields: WireObject): Omit<WorkerEvent, 'kind' | 'hostname' | 'atMs'> => ({
  freqS: number(fields['freq']),
  active: integer(fields['active']),
  processed: integer(fields['processed']),
  pid: integer(fields['pid']),
  version: text(fields['sw_ver']),
});

const isTaskKind = (type: string): type is TaskEventKind => taskKinds.has(type);
const isWorkerKind = (type: string): type is WorkerEvent['kind'] => workerKinds.has(type);
const isList = (value: WireValue): value is readonly WireValue[] => Array.isArray(value);
