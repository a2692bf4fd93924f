import { quoted } from '@lineclear/core/plugin';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { BrokerPort } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { shutdown } from '../control/orders.ts';
import { active, activeQueues, ping } from '../control/questions.ts';
import { quotedList } from '../text/quoted-list.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';
import { selectWorkers } from './select-workers.ts';

/** What became of each worker that was told to end. */
export const departure = z.array(
  z.object({
    worker: z.string(),
    outcome: z
      .enum(['gone', 'still_there', 'unclear'])
      .describe('gone: takes no more tasks; its process ends with its last running one. unclear: not every worker answered.'),
  }),
);
export type Departure = z.output<typeof departure>;

/** Milliseconds before the first look: nobody answers the order, and whoever is idle leaves meanwhile. */
const orderMs = 200;
/** How long workers may take to hear the order and to leave, in milliseconds. */
const leavingMs = 6_000;

export const previewShutdown = async ({
  names,
  reader,
  profile,
  signal,
}: {
  names: readonly string[] | undefined;
  reader: CeleryReader;
  profile: string;
  signal: AbortSignal;
}) => {
  const { workers, coverage, refusal } = await selectWorkers({ reader, names, signal });
  const [running, consumed] = await Promise.all([active(reader.question({ signal })), activeQueues(reader.question({ signal }))]);
  const ending = new Set(workers);
  const staying = [...consumed.answers].filter(([worker]) => !ending.has(worker)).flatMap(([, queues]) => queues);
  const orphans = [...new Set([...consumed.answers].filter(([worker]) => ending.has(worker)).flatMap(([, queues]) => queues))]
    .filter((queue) => !staying.includes(queue))
    .toSorted();
  const tasks = workers.map((worker) => ({ worker, running: running.answers.get(worker) }));
  const whose = workers.length === 1 ? quoted(workers[0] ?? '') : `${workers.length} workers`;
  return {
    description: `Shut ${whose} down (${profile}); ${orphans.length === 0 ? 'every queue keeps a consumer' : `nobody serves ${quotedList(orphans)} afterwards`}.`,
    // What runs comes and goes, and is finished in any case.
    guard: { workers, orphaned_queues: orphans },
    before: tasks.map(({ worker, running: now }) => ({
      worker,
      running:
        now === undefined ? null : now.map(({ taskId, taskName }) => ({ task_id: taskId, task_name: taskName })).slice(0, 20),
      queues: consumed.answers.get(worker) ?? null,
    })),
    changes: tasks.map(
      ({ worker, running: now }) =>
        `${quoted(worker)} ends${now === undefined || now.length === 0 ? '' : ` after ${now.length} running`}`,
    ),
    warnings: [
      'Nothing here starts a worker again; a supervisor (systemd, Kubernetes) may do so at once.',
      ...(orphans.length === 0 ? [] : [`Tasks in ${quotedList(orphans)} wait until another worker consumes these queues.`]),
      ...coverageNotes(coverage),
    ],
    ...(refusal !== undefined && { refusal }),
  };
};

/** Tells workers to end and looks until they are gone, or until the time for it is over. */
export const shutDown = async ({
  workers,
  writer,
  clock,
  signal,
}: {
  workers: readonly string[];
  writer: { readonly broker: Pick<BrokerPort, 'control'>; readonly reader: Pick<CeleryReader, 'question'> };
  clock: Clock;
  signal: AbortSignal;
}): Promise<Departure> => {
  const until = clock.now() + leavingMs;
  // It stands as long as workers are looked at: one that is busy may hear it late.
  const seen = new AbortController();
  const order = shutdown({
    broker: writer.broker,
    destination: workers,
    timeoutMs: leavingMs,
    signal: AbortSignal.any([signal, seen.signal]),
  });
  const failing = new Promise<never>((_, reject) => order.catch(reject));
  try {
    await Promise.race([failing, pause(orderMs, undefined, { signal })]);
    for (;;) {
      const rows = await Promise.race([failing, whoIsGone({ workers, reader: writer.reader, signal })]);
      if (rows.every(({ outcome }) => outcome === 'gone') || clock.now() >= until) return rows;
      await pause(100, undefined, { signal });
    }
  } finally {
    seen.abort();
    await order.catch(() => undefined);
  }
};

/** Which of these workers are connected no more. */
export const whoIsGone = async ({
  workers,
  reader,
  signal,
}: {
  workers: readonly string[];
  reader: Pick<CeleryReader, 'question'>;
  signal: AbortSignal;
}): Promise<Departure> => {
  const { answers, silent, known } = await ping(reader.question({ signal }));
  // A connection without a name may be any of them.
  const isCertain = known <= answers.size + silent.length;
  return workers.map((worker) => {
    if (answers.has(worker)) return { worker, outcome: 'still_there' };
    return { worker, outcome: isCertain && !silent.includes(worker) ? 'gone' : 'unclear' };
  });
};
