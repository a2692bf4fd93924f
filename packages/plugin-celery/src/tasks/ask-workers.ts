import type { CeleryReader } from '../client/celery-reader.ts';
import { conf, queryTasks, registered, scheduled } from '../control/questions.ts';
import type { Evidence } from './evidence.ts';

/**
 * Asks every worker whether it has the task. Workers of Celery 5.2 do not find tasks by id that wait for their time, so the list of
 * those is asked for beside.
 */
export const askWorkers = async ({
  reader,
  taskId,
  signal,
}: {
  reader: Pick<CeleryReader, 'question'>;
  taskId: string;
  signal: AbortSignal;
}): Promise<Pick<Evidence, 'atWorker' | 'workers'>> => {
  const [queried, timed] = await Promise.all([
    queryTasks({ ...reader.question({ signal }), taskIds: [taskId] }),
    scheduled(reader.question({ signal })),
  ]);
  // Who answered only one of the two may have it where it was not asked.
  const answered = [...queried.answers.keys()].filter((worker) => timed.answers.has(worker));
  const silent = new Set([...queried.silent, ...timed.silent, ...queried.refused.keys(), ...timed.refused.keys()]);
  for (const worker of answered) silent.delete(worker);
  const workers = { known: Math.max(queried.known, timed.known, answered.length), answered, silent: [...silent].toSorted() };
  for (const [worker, tasks] of timed.answers) {
    const task = tasks.find((one) => one.taskId === taskId);
    if (task !== undefined) return { atWorker: { worker, place: 'scheduled', task }, workers };
  }
  for (const [worker, tasks] of queried.answers) {
    const found = tasks.get(taskId);
    if (found !== undefined) return { atWorker: { worker, ...found }, workers };
  }
  return { atWorker: undefined, workers };
};

/** The rate limit that a worker has for tasks of this name; null = none has one, undefined = not every worker said. */
export const rateLimitOf = async ({
  reader,
  taskName,
  signal,
}: {
  reader: Pick<CeleryReader, 'question'>;
  taskName: string;
  signal: AbortSignal;
}): Promise<string | null | undefined> => {
  const { answers, complete } = await registered({ ...reader.question({ signal }), attribute: 'rate_limit' });
  const limits = [...answers.values()].map((tasks) => tasks.get(taskName)).filter((limit) => limit !== undefined && limit !== '');
  return limits[0] ?? (complete ? null : undefined);
};

/** How long workers keep results, in seconds; undefined = for ever. Celery's default where nobody says otherwise. */
export const resultExpiryS = async ({
  reader,
  signal,
}: {
  reader: Pick<CeleryReader, 'question'>;
  signal: AbortSignal;
}): Promise<number | undefined> => {
  const { answers } = await conf(reader.question({ signal }));
  const given = [...answers.values()].flatMap((settings) => {
    const expires = settings['result_expires'];
    return typeof expires === 'number' ? [expires] : [];
  });
  if (given.includes(0)) return undefined;
  return given.length === 0 ? 86_400 : Math.max(...given);
};
