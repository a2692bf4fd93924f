import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { queryTasks, scheduled } from '../control/questions.ts';
import type { TaskEventKind } from '../events/event.ts';
import type { LedgerItem } from '../ledger/ledger.ts';

/** A task that nobody has is given this long to arrive somewhere before it counts as gone. */
const graceMs = 5_000;
/** How long results are kept where workers do not say; what is older cannot be looked up any more. */
const defaultExpiryS = 86_400;

const endings: ReadonlySet<TaskEventKind> = new Set<TaskEventKind>([
  'task-succeeded',
  'task-failed',
  'task-revoked',
  'task-rejected',
]);

type Reading = Pick<CeleryReader, 'broker' | 'results' | 'events' | 'question'>;

/** Parts tasks that are still under way from those that ended, by their records and by what was heard of them. */
export const partByEnd = async ({
  reader,
  items,
  nowMs,
  expiryS = defaultExpiryS,
  signal,
}: {
  reader: Reading;
  items: readonly LedgerItem[];
  nowMs: number;
  expiryS?: number | undefined;
  signal: AbortSignal;
}): Promise<{ readonly open: readonly LedgerItem[]; readonly ended: readonly LedgerItem[] }> => {
  const reads = await reader.results.readMany({ taskIds: items.map(({ taskId }) => taskId), signal });
  const isEnded = ({ taskId, entry }: LedgerItem, index: number): boolean => {
    const read = reads[index];
    if (read?.kind === 'found' && read.result.isFinal) return true;
    if (entry.state === 'not_sent') return true;
    if (nowMs > Math.max(entry.at, entry.eta_at ?? 0) + expiryS * 1_000) return true;
    const last = reader.events.historyOf(taskId).at(-1);
    return last !== undefined && endings.has(last.kind);
  };
  const marked = items.map((item, index) => ({ item, isOver: isEnded(item, index) }));
  return {
    open: marked.flatMap(({ item, isOver }) => (isOver ? [] : [item])),
    ended: marked.flatMap(({ item, isOver }) => (isOver ? [item] : [])),
  };
};

/**
 * Looks for tasks without a record at the workers and in their queues, and yields those that are nowhere: they ended without a trace,
 * or were lost. Yields none when a worker is silent or a queue cannot be looked into.
 */
export const findGone = async ({
  reader,
  items,
  nowMs,
  signal,
}: {
  reader: Reading;
  items: readonly LedgerItem[];
  nowMs: number;
  signal: AbortSignal;
}): Promise<readonly LedgerItem[]> => {
  const old = items.filter(({ entry }) => nowMs - entry.at > graceMs);
  if (old.length === 0) return [];
  const seen = new Set<string>();
  for (const queue of new Set(old.map(({ entry }) => entry.queue))) {
    const waiting = await waitingIn({ reader, queue, taskIds: old.map(({ taskId }) => taskId), signal });
    if (waiting === undefined) return [];
    for (const taskId of waiting) seen.add(taskId);
  }
  const [queried, timed, held] = await Promise.all([
    queryTasks({ ...reader.question({ signal }), taskIds: old.map(({ taskId }) => taskId) }),
    scheduled(reader.question({ signal })),
    reader.broker.held({ signal }),
  ]);
  if (!queried.complete || !timed.complete) return [];
  for (const tasks of queried.answers.values()) for (const taskId of tasks.keys()) seen.add(taskId);
  for (const tasks of timed.answers.values()) for (const { taskId } of tasks) seen.add(taskId);
  for (const { task } of held ?? []) seen.add(task.taskId);
  const gone = old.filter(({ taskId }) => !seen.has(taskId));
  const goneIds = new Set(gone.map(({ taskId }) => taskId));
  const openIds = new Set(items.flatMap(({ taskId }) => (goneIds.has(taskId) ? [] : [taskId])));
  // A later step of a chain is nowhere until the one before it has ended.
  return gone.filter(({ entry: { parent } }) => parent === undefined || !openIds.has(parent));
};

const waitingIn = async ({
  reader,
  queue,
  taskIds,
  signal,
}: {
  reader: Reading;
  queue: string;
  taskIds: readonly string[];
  signal: AbortSignal;
}): Promise<readonly string[] | undefined> => {
  try {
    const { found } = await reader.broker.find({ queue, taskIds, signal });
    return [...found.keys()];
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'not_found') return [];
    if (LineclearError.is(error) && error.code === 'unsupported') return undefined;
    throw error;
  }
};
