import type { CeleryReader } from '../client/celery-reader.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';

/** When a task was sent: messages do not tell it, only the own ledger and the events of senders do. Milliseconds since the epoch. */
export const sentAt = ({
  taskId,
  entry,
  events,
}: {
  taskId: string;
  entry: LedgerEntry | undefined;
  events: Pick<CeleryReader['events'], 'historyOf'>;
}): number | undefined => entry?.at ?? events.historyOf(taskId).find(({ kind }) => kind === 'task-sent')?.atMs;
