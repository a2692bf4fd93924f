import { integer, list, number, object, text } from '../protocol/field.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';

/** How a worker runs tasks. */
export type Pool = 'prefork' | 'threads' | 'solo' | 'gevent' | 'eventlet';

/** What a worker says about itself; only what cannot hold credentials. */
export interface WorkerStats {
  readonly pid: number | undefined;
  readonly uptimeS: number | undefined;
  /** Only prefork, gevent and eventlet can end a running task. */
  readonly pool: Pool | undefined;
  readonly concurrency: number | undefined;
  readonly processes: readonly number[];
  readonly prefetchCount: number | undefined;
  /** Tasks run since the start, by name. */
  readonly total: Readonly<Record<string, number>>;
}

/** Reads the answer to `stats`. Its `broker` part is left out: it may hold passwords of alternate brokers. */
export const parseStats = (reply: WireValue): WorkerStats | undefined => {
  const fields = object(reply);
  if (fields === undefined) return undefined;
  const pool = object(fields['pool']) ?? {};
  return {
    pid: integer(fields['pid']),
    uptimeS: number(fields['uptime']),
    pool: poolOf(pool),
    concurrency: integer(pool['max-concurrency']),
    processes: (list(pool['processes']) ?? []).flatMap((pid) => integer(pid) ?? []),
    prefetchCount: integer(fields['prefetch_count']),
    total: Object.fromEntries(Object.entries(object(fields['total']) ?? {}).flatMap(([name, count]) => countOf({ name, count }))),
  };
};

/** Reads the answer to `active_queues`: the names of the queues that a worker consumes. */
export const parseQueueNames = (reply: WireValue): readonly string[] | undefined =>
  list(reply)?.flatMap((queue) => text(object(queue)?.['name']) ?? []);

/**
 * Reads the answer to `registered` for at most one attribute of the tasks: the attribute's text by task name, empty for tasks
 * without it. Several attributes at once could not be told apart, as workers do not escape them.
 */
export const parseRegistered =
  (attribute: string | undefined) =>
  (reply: WireValue): ReadonlyMap<string, string> | undefined => {
    const lines = list(reply);
    if (lines === undefined) return undefined;
    return new Map(
      lines.flatMap((line) => {
        const entry = text(line);
        if (entry === undefined) return [];
        const start = attribute === undefined ? -1 : entry.indexOf(` [${attribute}=`);
        if (start === -1) return [[entry.replace(/ \[.*$/s, ''), ''] as const];
        return [[entry.slice(0, start), entry.slice(start + ` [${attribute}=`.length, -1)] as const];
      }),
    );
  };

/** Reads the answer to `conf`: settings by lower-case name; workers have masked those that look secret. */
export const parseConf = (reply: WireValue): WireObject | undefined => object(reply);

/** Reads the answer to `report`: a text about versions and settings. */
export const parseReport = (reply: WireValue): string | undefined => text(object(reply)?.['ok']);

/** Reads the answer to `ping`. */
export const parsePong = (reply: WireValue): true | undefined => (object(reply)?.['ok'] === 'pong' ? true : undefined);

/** Reads the answer to `revoked`: ids of tasks that the worker will not run. */
export const parseRevoked = (reply: WireValue): readonly string[] | undefined => list(reply)?.flatMap((id) => text(id) ?? []);

const pools: readonly Pool[] = ['prefork', 'threads', 'solo', 'gevent', 'eventlet'];

/** Workers before Celery 5.3 do not name their pool; each kind has other facts to tell. */
const poolOf = (pool: WireObject): Pool | undefined => {
  const name = text(pool['implementation']);
  if (name !== undefined) return pools.find((kind) => name.includes(kind.replace(/s$/, '')));
  if ('threads' in pool) return 'threads';
  if ('running-threads' in pool) return 'eventlet';
  if ('writes' in pool) return 'prefork';
  return 'put-guarded-by-semaphore' in pool ? 'solo' : undefined;
};

const countOf = ({ name, count }: { name: string; count: WireValue }): readonly (readonly [string, number])[] => {
  const whole = integer(count);
  return whole === undefined ? [] : [[name, whole]];
};
