import type { WireObject } from '../protocol/wire-value.ts';
import type { Answers, Question } from './inspect.ts';
import { ask } from './inspect.ts';
import type { WorkerStats } from './worker-facts.ts';
import { parseConf, parsePong, parseQueueNames, parseRegistered, parseReport, parseRevoked, parseStats } from './worker-facts.ts';
import type { TaskPlace, WorkerTask } from './worker-task.ts';
import { parseQueried, parseScheduled, parseTasks } from './worker-task.ts';

/** Which workers answer at all. */
export const ping = (question: Question): Promise<Answers<true>> => ask({ ...question, method: 'ping', parse: parsePong });

/** Tasks that run now, by worker. */
export const active = (question: Question): Promise<Answers<readonly WorkerTask[]>> =>
  ask({ ...question, method: 'active', parse: parseTasks });

/** Tasks that workers have taken and not started. Tasks under a rate limit are missing here: see the broker's held messages. */
export const reserved = (question: Question): Promise<Answers<readonly WorkerTask[]>> =>
  ask({ ...question, method: 'reserved', parse: parseTasks });

/** Tasks that workers hold until their time has come: those with an ETA, and those that wait for a retry. */
export const scheduled = (question: Question): Promise<Answers<readonly WorkerTask[]>> =>
  ask({ ...question, method: 'scheduled', parse: parseScheduled });

/** Where these tasks are, by worker; workers leave out those that they do not have. */
export const queryTasks = ({
  taskIds,
  ...question
}: Question & { taskIds: readonly string[] }): Promise<
  Answers<ReadonlyMap<string, { readonly place: TaskPlace; readonly task: WorkerTask }>>
> => ask({ ...question, method: 'query_task', arguments: { ids: taskIds }, parse: parseQueried });

/** Ids of tasks that workers have been told not to run. */
export const revoked = (question: Question): Promise<Answers<readonly string[]>> =>
  ask({ ...question, method: 'revoked', parse: parseRevoked });

/** Names of the tasks that each worker knows, with the text of one attribute (`__doc__`, `__annotations__`, `rate_limit`, …). */
export const registered = ({
  attribute,
  ...question
}: Question & { attribute?: string | undefined }): Promise<Answers<ReadonlyMap<string, string>>> =>
  ask({
    ...question,
    method: 'registered',
    // Workers without a wish tell three attributes; one that no task has keeps the answer short.
    arguments: { taskinfoitems: [attribute ?? '__none__'] },
    parse: parseRegistered(attribute),
  });

/** Pool, uptime and counts of each worker. */
export const stats = (question: Question): Promise<Answers<WorkerStats>> =>
  ask({ ...question, method: 'stats', parse: parseStats });

/** The queues that each worker consumes. */
export const activeQueues = (question: Question): Promise<Answers<readonly string[]>> =>
  ask({ ...question, method: 'active_queues', parse: parseQueueNames });

/** The settings that differ from Celery's defaults, by worker; with `defaults` all of them. */
export const conf = ({ defaults = false, ...question }: Question & { defaults?: boolean }): Promise<Answers<WireObject>> =>
  ask({ ...question, method: 'conf', arguments: { with_defaults: defaults }, parse: parseConf });

/** Versions and settings as one text, by worker. */
export const report = (question: Question): Promise<Answers<string>> =>
  ask({ ...question, method: 'report', parse: parseReport });
