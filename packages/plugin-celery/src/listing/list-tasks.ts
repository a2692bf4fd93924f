import { type Clock, LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readQueues } from '../queues/read-queues.ts';
import { quotedList } from '../text/quoted-list.ts';
import type { Coverage } from '../workers/coverage.ts';
import { isWhole } from '../workers/coverage.ts';
import type { ListFilter } from './filter.ts';
import { isWanted, readsMessages, wantsQueued } from './filter.ts';
import { listNotes } from './list-notes.ts';
import type { ListedState, ListedTask } from './listed-task.ts';
import { ownQueues, ownWaiting } from './own-waiting.ts';
import type { QueuedPart } from './queued-part.ts';
import { readHead, readQueuedPart } from './queued-part.ts';
import { tasksAtWorkers } from './tasks-at-workers.ts';

/** A page of the unfinished tasks. */
export interface TaskListing {
  readonly tasks: readonly ListedTask[];
  /** Of all that are wanted, on this page or not; null where they could not be counted. */
  readonly counts: Readonly<Record<ListedState, number | null>>;
  readonly coverage: Coverage;
  /** True when nothing that is wanted can have been missed. */
  readonly complete: boolean;
  /** Undefined at the end. */
  readonly next: number | undefined;
  readonly notes: readonly string[];
}

/**
 * Lists what is unfinished: first what workers have, then what waits. `offset` counts all of them, wanted or not, so that a page never
 * reads what an earlier one has read.
 */
export const listTasks = async ({
  reader,
  ledger,
  filter,
  offset,
  limit,
  clock,
  signal,
}: {
  reader: CeleryReader;
  ledger: Pick<Ledger, 'get' | 'of'>;
  filter: ListFilter;
  offset: number;
  limit: number;
  clock: Clock;
  signal: AbortSignal;
}): Promise<TaskListing> => {
  const known = await readQueues({ reader, also: await namedQueues({ filter, ledger }), signal });
  const queues = wantsQueued(filter) ? depths({ known, filter }) : [];
  const line = { broker: reader.broker, queues, isFiltered: readsMessages(filter), limit, signal };
  const head = offset === 0 && filter.startedBy === undefined ? await readHead(line) : undefined;
  const { tasks: all, coverage, names, showsHeld } = await tasksAtWorkers({ reader, signal });
  if (filter.worker !== undefined && ![...names, ...coverage.silent].includes(filter.worker))
    throw unknownWorker({ names, coverage });
  const nowMs = clock.now();
  const judge = async (task: ListedTask) =>
    isWanted({ task, entry: await ledger.get(task.taskId), filter, events: reader.events, nowMs });
  const verdicts = await Promise.all(all.map(judge));
  const atWorkers = all.filter((_, index) => verdicts[index] === true);
  const shown = all.slice(offset).filter((_, index) => verdicts[offset + index] === true);
  const page = shown.slice(0, limit);
  const taken = new Set(all.map(({ taskId }) => taskId));
  const waiting = {
    ...line,
    head,
    from: Math.max(0, offset - all.length),
    limit: limit - page.length,
    isTaken: (taskId: string) => taken.has(taskId),
    isWanted: judge,
  };
  const queued =
    filter.startedBy === undefined
      ? await readQueuedPart(waiting)
      : await ownPart({ ...waiting, reader, ledger, principal: filter.startedBy });
  const following = shown[limit];
  const queuedCount = countQueued({
    queues,
    queued,
    isFiltered: line.isFiltered,
    isOwn: filter.startedBy !== undefined,
    from: offset - all.length,
  });
  const ageless = queued.ageless + verdicts.filter((verdict) => verdict === 'unknown').length;
  const asksWorkers = filter.states === undefined || filter.states.some((state) => state !== 'queued');
  return {
    tasks: [...page, ...queued.tasks],
    counts: countsOf({ tasks: atWorkers, queued: queuedCount, isComplete: isWhole(coverage) }),
    coverage,
    complete:
      (!asksWorkers || isWhole(coverage)) &&
      (known.complete || filter.queue !== undefined || !wantsQueued(filter)) &&
      queuedCount !== null &&
      queued.refused.size === 0 &&
      ageless === 0,
    next: following === undefined ? nextOf({ at: queued.next, before: all.length }) : all.indexOf(following),
    notes: listNotes({ reader, filter, known, coverage, queued, ageless, showsHeld, isCounted: queuedCount !== null }),
  };
};

/** Queues that the broker need not list and no worker need consume. */
const namedQueues = async ({
  filter,
  ledger,
}: {
  filter: ListFilter;
  ledger: Pick<Ledger, 'of'>;
}): Promise<readonly string[]> => {
  if (!wantsQueued(filter)) return [];
  if (filter.queue !== undefined) return [filter.queue];
  return filter.startedBy === undefined ? [] : ownQueues({ ledger, principal: filter.startedBy });
};

const depths = ({ known, filter }: { known: Awaited<ReturnType<typeof readQueues>>; filter: ListFilter }) =>
  known.queues
    .map(({ info }) => info)
    .filter(({ name, ready }) => ready > 0 && (filter.queue === undefined || name === filter.queue));

const ownPart = async ({
  reader,
  ledger,
  principal,
  queues,
  from,
  limit,
  isTaken,
  isWanted: judge,
  signal,
}: Parameters<typeof readQueuedPart>[0] & { reader: CeleryReader; ledger: Pick<Ledger, 'of'>; principal: string }): Promise<
  QueuedPart & { readonly total: number }
> => {
  const found = await ownWaiting({ reader, ledger, principal, queues: queues.map(({ name }) => name), signal });
  const waiting = found.tasks.filter(({ taskId }) => !isTaken(taskId));
  const verdicts = await Promise.all(waiting.map(judge));
  const tasks = waiting.filter((_, index) => verdicts[index] === true);
  return {
    tasks: tasks.slice(from, from + limit),
    total: tasks.length,
    next: from + limit < tasks.length ? from + limit : undefined,
    moved: found.tasks.length - waiting.length,
    ageless: verdicts.filter((verdict) => verdict === 'unknown').length,
    foreign: 0,
    refused: found.refused,
  };
};

/** How many wanted tasks wait; null where that would take reading more than was read. */
const countQueued = ({
  queues,
  queued,
  isFiltered,
  isOwn,
  from,
}: {
  queues: readonly { readonly ready: number }[];
  queued: QueuedPart & { readonly total?: number };
  isFiltered: boolean;
  isOwn: boolean;
  /** Where in the line this page begins; below 0 before it. */
  from: number;
}): number | null => {
  if (isOwn) return queued.total ?? null;
  if (!isFiltered) return Math.max(0, queues.reduce((sum, { ready }) => sum + ready, 0) - queued.moved);
  return from <= 0 && queued.next === undefined && queued.refused.size === 0 ? queued.tasks.length : null;
};

/** Of what silent workers have, nothing is known: then a number is what was seen, and none is no 0. */
const countsOf = ({
  tasks,
  queued,
  isComplete,
}: {
  tasks: readonly ListedTask[];
  queued: number | null;
  isComplete: boolean;
}): TaskListing['counts'] => {
  const count = (state: ListedState) => {
    const seen = tasks.filter((task) => task.state === state).length;
    return seen === 0 && !isComplete ? null : seen;
  };
  return {
    running: count('running'),
    reserved: count('reserved'),
    scheduled: count('scheduled'),
    held: count('held'),
    stalled: count('stalled'),
    queued,
  };
};

const nextOf = ({ at, before }: { at: number | undefined; before: number }): number | undefined =>
  at === undefined ? undefined : before + at;

const unknownWorker = ({ names, coverage }: { names: readonly string[]; coverage: Coverage }): LineclearError =>
  new LineclearError('not_found', 'No worker of this name is connected.', {
    hint: names.length === 0 ? 'No worker answered; worker_list shows who is there.' : `Connected: ${quotedList(names)}.`,
    details: { reason: 'worker_unknown', ...coverage },
  });
