import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { report } from '../control/questions.ts';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import type { Evidence } from '../tasks/evidence.ts';
import { gatherEvidence } from '../tasks/gather.ts';

/** Between two looks: what was on its way from a queue to a worker, or from a worker to its record, has arrived by then. */
const pauseMs = 250;

/**
 * Whether a task whose sender got no answer was sent. `not_sent` only where it would have left a trace that can be seen from here and
 * there was none, twice; everything less certain is `unclear`. Rejects where broker or results cannot be asked.
 */
export const wasSent = async ({
  entry,
  replyTo,
  ...asking
}: {
  reader: CeleryReader;
  ledger: Pick<Ledger, 'get' | 'cancellationOf'>;
  taskId: string;
  entry: LedgerEntry;
  /** Where this process reads results of the rpc backend; undefined when it is not known. */
  replyTo: string | undefined;
  signal: AbortSignal;
  clock: Clock;
}): Promise<'sent' | 'not_sent' | 'unclear'> => {
  const { reader, signal } = asking;
  for (const waitMs of [0, pauseMs]) {
    await sleep(waitMs, undefined, { signal });
    const evidence = await gatherEvidence({ ...asking, queues: [entry.queue] });
    if (hasTrace(evidence)) return 'sent';
    if (!isThorough({ evidence, entry, reader })) return 'unclear';
  }
  if (entry.may_arrive === true) return 'unclear';
  return (await leavesRecords({ reader, entry, replyTo, signal })) ? 'not_sent' : 'unclear';
};

const hasTrace = ({ record, atWorker, waiting, held, events }: Evidence): boolean =>
  record.kind !== 'absent' || atWorker !== undefined || waiting !== undefined || held !== undefined || events.length > 0;

/** Everybody answered, its queue was looked through, and a result of it would still be kept. */
const isThorough = ({
  evidence: { workers, queues, backend, nowMs, rateLimit },
  entry,
  reader: { broker },
}: {
  evidence: Evidence;
  entry: LedgerEntry;
  reader: Pick<CeleryReader, 'broker'>;
}): boolean => {
  const expiresS = backend?.expiresS ?? Number.POSITIVE_INFINITY;
  return (
    workers.answered.length >= workers.known &&
    workers.silent.length === 0 &&
    queues.searched.includes(entry.queue) &&
    // What a rate limit holds back no worker tells, and RabbitMQ does not show it either.
    (broker.kind === 'redis' || rateLimit === null) &&
    nowMs - entry.at < expiresS * 1_000
  );
};

/** Whether a task that has run would have left a record where it is looked for. */
const leavesRecords = async ({
  reader,
  entry,
  replyTo,
  signal,
}: {
  reader: CeleryReader;
  entry: LedgerEntry;
  replyTo: string | undefined;
  signal: AbortSignal;
}): Promise<boolean> => {
  // Results of rpc:// go to their sender alone.
  const isReadHere = reader.results.kind !== 'rpc' || (replyTo !== undefined && entry.reply_to === replyTo);
  if (!isReadHere || reader.results.kind === 'none') return false;
  const { answers, complete } = await report(reader.question({ signal }));
  return complete && [...answers.values()].every((text) => /\bresults:(?!disabled)\S/.test(text));
};
