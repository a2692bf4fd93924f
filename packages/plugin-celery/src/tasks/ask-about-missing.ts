import type { CeleryReader } from '../client/celery-reader.ts';
import { rateLimitOf, resultExpiryS } from './ask-workers.ts';
import type { Evidence } from './evidence.ts';

/** Asks what tells one kind of missing from another: whether results expire, and whether a rate limit may hold the task back. */
export const askAboutMissing = async ({
  reader: whole,
  found,
  isShown,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker' | 'results' | 'question'>;
  found: Evidence;
  /** The broker shows what workers hold back, and the task is not among it. */
  isShown: boolean;
  signal: AbortSignal;
}): Promise<Pick<Evidence, 'backend' | 'rateLimit'>> => {
  const { ledger: entry, events, held } = found;
  const reader = onlyAnswering({ reader: whole, found });
  const taskName = entry?.task_name ?? held?.task.taskName ?? events.find((event) => event.taskName !== undefined)?.taskName;
  const limit = async () => (taskName === undefined ? undefined : rateLimitOf({ reader, taskName, signal }));
  const [expiresS, rateLimit] = await Promise.all([
    entry === undefined ? undefined : resultExpiryS({ reader, signal }),
    isShown ? null : limit(),
  ]);
  return { rateLimit, backend: { kind: whole.results.kind, expiresS } };
};

/** A reader whose questions go to those who have just answered: the silence of the others was waited for once. */
export const onlyAnswering = ({
  reader,
  found: { workers },
}: {
  reader: Pick<CeleryReader, 'broker' | 'question'>;
  found: Evidence;
}): Pick<CeleryReader, 'broker' | 'question'> => ({
  broker: reader.broker,
  question: ({ signal }) => reader.question({ signal, destination: workers.answered }),
});
