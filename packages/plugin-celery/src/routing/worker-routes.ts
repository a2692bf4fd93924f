import { list, object, text } from '../protocol/field.ts';
import type { WireValue } from '../protocol/wire-value.ts';
import { matchesPattern } from './task-pattern.ts';

/** What a worker's `task_routes` say about a task, as far as its `conf` shows them. */
export interface WorkerRoute {
  /** Undefined when no route that can be read fits. */
  readonly queue: string | undefined;
  /** True when a router that might have come first cannot be read from outside: a function, a class, or a regular expression. */
  readonly isUncertain: boolean;
}

/**
 * Reads `task_routes`: one table of routes, or a list of routers that are asked one after another. A table is an object, or a list of
 * pairs; an exact name in it comes before patterns. https://docs.celeryq.dev/en/stable/userguide/routing.html
 */
export const workerRoute = ({ taskName, routes }: { taskName: string; routes: WireValue | undefined }): WorkerRoute => {
  let isUncertain = false;
  for (const router of list(routes) ?? (routes === undefined || routes === null ? [] : [routes])) {
    const table = toTable(router);
    if (table === undefined) {
      isUncertain = true;
      continue;
    }
    isUncertain ||= table.some(({ key }) => isUnreadable(key));
    const entry = table.find(({ key }) => key === taskName) ?? table.find(({ key }) => fits({ key, taskName }));
    if (entry === undefined) continue;
    const queue = queueOf(entry.route);
    // A route by exchange and routing key names no queue; it decides all the same.
    return queue === undefined ? { queue, isUncertain: true } : { queue, isUncertain };
  }
  return { queue: undefined, isUncertain };
};

interface Entry {
  readonly key: string;
  readonly route: WireValue | undefined;
}

const toTable = (router: WireValue): readonly Entry[] | undefined => {
  const fields = object(router);
  if (fields !== undefined) return Object.entries(fields).map(([key, route]) => ({ key, route }));
  return list(router)?.flatMap((pair) => {
    const [key, route] = list(pair) ?? [];
    return typeof key === 'string' ? [{ key, route }] : [];
  });
};

const fits = ({ key, taskName }: { key: string; taskName: string }): boolean =>
  key.includes('*') && !isUnreadable(key) && matchesPattern({ pattern: key, name: taskName });

// Python's text of a regular expression, and patterns with sets of characters.
const isUnreadable = (key: string): boolean => key.startsWith('re.compile(') || (key.includes('*') && key.includes('['));

// Workers mask values under keys that look secret, such as the name of a task with "api" in it.
const isMasked = (name: string): boolean => /^\*+$/.test(name);

const queueOf = (route: WireValue | undefined): string | undefined => {
  const fields = object(route);
  // Celery takes `{'queue': Queue('reports')}` as well, which its workers show with all its fields.
  const queue = fields === undefined ? text(route) : (text(fields['queue']) ?? text(object(fields['queue'])?.['name']));
  return queue === undefined || isMasked(queue) ? undefined : queue;
};
