import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@lineclear/core/plugin';
import type { HeldTask } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { activeQueues } from '../control/questions.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ResultRead } from '../results/results.ts';
import { askAboutMissing, onlyAnswering } from './ask-about-missing.ts';
import { askWorkers } from './ask-workers.ts';
import type { Evidence } from './evidence.ts';
import { isSettled } from './evidence.ts';
import { searchQueues } from './search-queues.ts';
import { tracesOf } from './traces.ts';

interface Gathering {
  readonly reader: Pick<CeleryReader, 'broker' | 'results' | 'events' | 'question'>;
  readonly ledger: Pick<Ledger, 'get' | 'cancellationOf'>;
  readonly taskId: string;
  /** Where to look for it; all likely queues when absent. */
  readonly queues?: readonly string[] | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Milliseconds in which a result or an event that was sent has arrived. */
const arrivalMs = 100;
/**
 * A message that the broker has handed out and the worker has not read yet is nowhere. It is looked for again after these many
 * milliseconds, while it may be that young.
 */
const handOverMs = [30, 100, 250] as const;
const youngMs = 5_000;

/**
 * Finds out everything about one task. A final record ends the search; queues are only looked through when no worker has the task, as
 * on RabbitMQ each look disturbs the queue. Fails only where broker or result backend cannot be asked at all.
 */
export const gatherEvidence = async (gathering: Gathering): Promise<Evidence> => {
  const { reader, ledger, taskId, clock } = gathering;
  const [record, entry, cancellation] = await Promise.all([
    readRecord(gathering),
    ledger.get(taskId),
    ledger.cancellationOf(taskId),
  ]);
  const found: Evidence = {
    ...nothing,
    taskId,
    nowMs: clock.now(),
    record,
    ledger: entry,
    cancelledAtMs: cancellation?.at,
    isRemoved: cancellation?.removed,
    events: reader.events.historyOf(taskId),
  };
  if (isSettled(record)) return found;
  const asked = { ...found, ...(await askWorkers(gathering)) };
  if (asked.atWorker !== undefined || isEnded(asked)) {
    return withHeldRetry({ gathering, found: refreshed({ gathering, found: asked }) });
  }
  const place = await searchWhereLikely({ gathering, found: asked });
  // After the queues, as that is the way that tasks go.
  const held = await reader.broker.held({ signal: gathering.signal });
  const placed = { ...asked, ...place, held: held?.find(({ task }) => task.taskId === taskId) };
  if (placed.waiting !== undefined) {
    const consumers = await consumersOf({ gathering, found: placed, queue: placed.waiting.queue });
    // What was seen there a while ago may have ended since the record was read.
    const record = placed.waiting.item.seenAtMs === undefined ? asked.record : await readRecord(gathering);
    return refreshed({ gathering, found: { ...placed, consumers, record } });
  }
  return lookAgain({ gathering, found: placed, isShown: held !== undefined && placed.held === undefined });
};

const nothing = {
  atWorker: undefined,
  waiting: undefined,
  held: undefined,
  workers: { known: 0, answered: [], silent: [] },
  queues: { searched: [], complete: false },
} satisfies Partial<Evidence>;

/** A task moves from queue to worker to record. It was in none of them: it may have moved past us, so the later ones are asked again. */
const lookAgain = async ({
  gathering,
  found,
  isShown,
}: {
  gathering: Gathering;
  found: Evidence;
  /** The broker shows what workers hold back, and it is not among it. */
  isShown: boolean;
}): Promise<Evidence> => {
  const { reader, signal } = gathering;
  const isSilent = found.workers.answered.length < found.workers.known;
  let seen = found;
  for (const ms of pausesBefore({ gathering, found })) {
    if (ms > 0) await pause(ms, undefined, { signal });
    // Nothing follows from the silence of the others, and asking them again would take as long as the first time.
    const asked = isSilent ? {} : await askWorkers(gathering);
    const record = await readRecord(gathering);
    seen = refreshed({ gathering, found: { ...found, ...asked, record } });
    if (seen.atWorker !== undefined || isSettled(record) || isEnded(seen)) return seen;
  }
  return { ...seen, ...(await askAboutMissing({ reader, found: seen, isShown, signal })) };
};

const pausesBefore = ({ gathering, found }: { gathering: Gathering; found: Evidence }): readonly number[] => {
  const sentAtMs = found.ledger?.at;
  if (found.workers.known > 0 && sentAtMs !== undefined && gathering.clock.now() - sentAtMs < youngMs) return handOverMs;
  // Records in Redis are there before the worker forgets the task; others are on their way.
  return [gathering.reader.results.kind === 'redis' ? 0 : arrivalMs];
};

/** Only the message tells how often a task was tried, and workers hold it while they wait for the next time. */
const withHeldRetry = async ({ gathering, found }: { gathering: Gathering; found: Evidence }): Promise<Evidence> => {
  const isRetry = found.record.kind === 'found' && found.record.result.status === 'RETRY';
  return isRetry ? { ...found, held: await readHeld(gathering) } : found;
};

/** Events arrive while others are asked. */
const refreshed = ({ gathering: { reader, taskId, clock }, found }: { gathering: Gathering; found: Evidence }): Evidence => ({
  ...found,
  nowMs: clock.now(),
  events: reader.events.historyOf(taskId),
  gapAtMs: reader.events.lastGapMs,
});

/** REVOKED, or a worker told of its end and no record is kept: there is nothing to look for in queues. */
const isEnded = (found: Evidence): boolean =>
  found.record.kind === 'found' ? found.record.result.isFinal : tracesOf(found).ending !== undefined;

const searchWhereLikely = async ({
  gathering,
  found,
}: {
  gathering: Gathering;
  found: Evidence;
}): Promise<Pick<Evidence, 'before'> & Partial<Pick<Evidence, 'waiting' | 'queues'>>> => {
  const before = found.ledger?.parent === undefined ? undefined : await readRecord({ ...gathering, taskId: found.ledger.parent });
  // A later task of a chain is sent when the one before it has succeeded.
  if (before !== undefined && !(before.kind === 'found' && before.result.status === 'SUCCESS')) return { before };
  const reader = onlyAnswering({ reader: gathering.reader, found });
  const queues = gathering.queues ?? likelyQueues(found);
  return { before, ...(await searchQueues({ ...gathering, reader, queues })) };
};

const consumersOf = async ({
  gathering: { reader, signal },
  found,
  queue,
}: {
  gathering: Gathering;
  found: Evidence;
  queue: string;
}): Promise<number | undefined> => {
  const { known, answered } = found.workers;
  if (answered.length === 0) return known === 0 ? 0 : undefined;
  const { answers } = await activeQueues(onlyAnswering({ reader, found }).question({ signal }));
  const consumers = [...answers.values()].filter((queues) => queues.includes(queue)).length;
  return consumers === 0 && answers.size < known ? undefined : consumers;
};

const likelyQueues = ({ ledger: entry, events }: Evidence): readonly string[] | undefined => {
  // The later tasks of a chain are sent by workers, which have routes of their own.
  if (entry !== undefined && entry.parent === undefined) return [entry.queue];
  const sent = events.findLast(({ queue }) => queue !== undefined)?.queue;
  return sent === undefined ? undefined : [sent];
};

const readRecord = async ({ reader, taskId, signal }: Pick<Gathering, 'reader' | 'taskId' | 'signal'>): Promise<ResultRead> => {
  const [record] = await reader.results.readMany({ taskIds: [taskId], signal });
  return record ?? { kind: 'absent' };
};

const readHeld = async ({ reader, taskId, signal }: Gathering): Promise<HeldTask | undefined> =>
  (await reader.broker.held({ signal }))?.find(({ task }) => task.taskId === taskId);
