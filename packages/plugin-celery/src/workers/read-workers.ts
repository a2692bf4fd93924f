import type { CeleryReader } from '../client/celery-reader.ts';
import { active, activeQueues, registered, report, reserved, scheduled, stats } from '../control/questions.ts';
import type { LiveWorker } from '../events/live-workers.ts';
import type { Coverage } from './coverage.ts';
import { coverageOf, namesIn } from './coverage.ts';
import type { WorkerRow } from './worker-row.ts';

/** Everything that workers say about themselves, and what the broker remembers of others. */
export interface WorkerListing {
  readonly workers: readonly WorkerRow[];
  /** Names that the broker remembers, of workers that are certainly not connected. */
  readonly gone: readonly string[];
  readonly coverage: Coverage;
}

/** Asks all workers about themselves, at once. `detailsOf` names the one whose registered tasks are told by name. */
export const readWorkers = async ({
  reader,
  detailsOf,
  nowMs,
  signal,
}: {
  reader: CeleryReader;
  detailsOf: string | undefined;
  nowMs: number;
  signal: AbortSignal;
}): Promise<WorkerListing> => {
  const question = reader.question({ signal });
  const answers = await askAll(question);
  const coverage = coverageOf(Object.values(answers));
  const online = namesIn(Object.values(answers));
  const heard = new Map(reader.events.liveWorkers().map((worker) => [worker.name, worker]));
  const isOld = online.some((name) => heard.get(name)?.version === undefined);
  const versions = isOld ? versionsIn((await report(question)).answers) : new Map<string, string>();
  const bound = (await reader.broker.workerNames({ signal })) ?? [];
  const missing = bound.filter((name) => !online.includes(name) && !coverage.silent.includes(name));
  // With every connection accounted for, whoever is left has none.
  const isCertain = coverage.known <= online.length + coverage.silent.length;
  const rowOf = (name: string, status: WorkerRow['status']): WorkerRow => ({
    ...toRow({ name, status, answers, version: versions.get(name), heard: heard.get(name), nowMs }),
    ...(detailsOf === name && { details: toDetails({ name, answers }) }),
  });
  return {
    workers: [
      ...online.map((name) => rowOf(name, 'online')),
      ...coverage.silent.map((name) => rowOf(name, 'silent')),
      ...(isCertain ? [] : missing.map((name) => rowOf(name, 'unclear'))),
    ].toSorted((one, other) => (one.name < other.name ? -1 : 1)),
    gone: isCertain ? missing.toSorted() : [],
    coverage,
  };
};

const askAll = async (question: Parameters<typeof stats>[0]) => {
  const [statistics, running, waiting, timed, queues, tasks] = await Promise.all([
    stats(question),
    active(question),
    reserved(question),
    scheduled(question),
    activeQueues(question),
    registered(question),
  ]);
  return { statistics, running, waiting, timed, queues, tasks };
};
type Asked = Awaited<ReturnType<typeof askAll>>;

const toRow = ({
  name,
  status,
  answers: { statistics, running, waiting, timed, queues, tasks },
  version,
  heard,
  nowMs,
}: {
  name: string;
  status: WorkerRow['status'];
  answers: Asked;
  version: string | undefined;
  heard: LiveWorker | undefined;
  nowMs: number;
}): WorkerRow => {
  const facts = statistics.answers.get(name);
  return {
    name,
    status,
    celery_version: heard?.version ?? version ?? null,
    pool: facts?.pool ?? null,
    concurrency: facts?.concurrency ?? null,
    running: running.answers.get(name)?.length ?? null,
    reserved: waiting.answers.get(name)?.length ?? null,
    scheduled: timed.answers.get(name)?.length ?? null,
    queues: queues.answers.get(name)?.toSorted() ?? null,
    registered_tasks: tasks.answers.get(name)?.size ?? null,
    processed: facts === undefined ? null : Object.values(facts.total).reduce((sum, count) => sum + count, 0),
    uptime_s: facts?.uptimeS ?? null,
    prefetch: facts?.prefetchCount ?? null,
    pid: facts?.pid ?? heard?.pid ?? null,
    heartbeat_age_s: heard === undefined ? null : Math.max(0, nowMs - heard.heardAtMs) / 1_000,
  };
};

const toDetails = ({ name, answers }: { name: string; answers: Asked }): NonNullable<WorkerRow['details']> => {
  const facts = answers.statistics.answers.get(name);
  return {
    tasks: [...(answers.tasks.answers.get(name)?.keys() ?? [])].toSorted(),
    processed_by_task: facts?.total ?? null,
    processes: facts === undefined ? null : [...facts.processes],
  };
};

const versionsIn = (reports: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    [...reports].flatMap(([name, text]) => {
      const version = /\bcelery:(\d[\w.]*)/.exec(text)?.[1];
      return version === undefined ? [] : [[name, version] as const];
    }),
  );
