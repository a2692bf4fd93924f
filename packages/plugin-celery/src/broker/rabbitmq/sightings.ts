import type { QueueItem } from '../broker.ts';

/** A look keeps a queue from its workers, so that there is none for so many times as long as the last one took. */
const share = 20;
/** Shorter looks are taken as often as somebody asks, in milliseconds. */
const cheapMs = 50;
/** Nothing older is told. */
const oldestMs = 60_000;
/** Each look is for all tasks that were asked for so recently and are still there. */
const wantedMs = 120_000;
/** Tasks of one queue that are kept in mind. */
const mostWanted = 1_000;

/** What a look at a queue showed. */
export interface Seen {
  readonly found: ReadonlyMap<string, QueueItem>;
  readonly total: number;
  /** There were more messages than can be looked at. */
  readonly isCut: boolean;
}

interface Look {
  readonly queue: string;
  readonly seen: Seen;
  /** What it should have found as well. */
  readonly missing: ReadonlySet<string>;
  readonly tookMs: number;
}

interface Memory {
  last: { readonly seen: Seen; readonly atMs: number; readonly untilMs: number } | undefined;
  /** When each task was asked for, the longest ago first. */
  readonly wanted: Map<string, number>;
}

export interface Asked {
  readonly queue: string;
  readonly taskIds: readonly string[];
}

/**
 * Where tasks were seen in long queues a moment ago, so that all who ask for the place of their tasks cost the workers of a queue a
 * twentieth of its time, and not a look each. That a task was not there is never told: it is found out anew.
 */
export class Sightings {
  readonly #now: () => number;
  readonly #queues = new Map<string, Memory>();

  constructor({ now }: { now: () => number }) {
    this.#now = now;
  }

  /** Has the next looks find these tasks as well. */
  want({ queue, taskIds }: Asked): void {
    const nowMs = this.#now();
    this.#leaveOld(nowMs);
    const { wanted } = this.#memoryOf(queue);
    for (const taskId of taskIds) {
      wanted.delete(taskId);
      wanted.set(taskId, nowMs);
    }
    for (const taskId of wanted.keys()) {
      if (wanted.size <= mostWanted) return;
      wanted.delete(taskId);
    }
  }

  /** The tasks that a look should find. */
  wanted({ queue, taskIds }: Asked): Set<string> {
    return new Set([...taskIds, ...this.#memoryOf(queue).wanted.keys()]);
  }

  /** The last look, where it is recent enough and showed all of these tasks or all that can be looked at. */
  tell({ queue, taskIds }: Asked): Seen | undefined {
    const nowMs = this.#now();
    const last = this.#queues.get(queue)?.last;
    // A clock may be put back.
    if (last === undefined || nowMs >= last.untilMs || nowMs < last.atMs) return undefined;
    const { seen, atMs } = last;
    if (!seen.isCut && !taskIds.every((taskId) => seen.found.has(taskId))) return undefined;
    const found = [...seen.found].map(([taskId, item]) => [taskId, { ...item, seenAtMs: atMs }] as const);
    return { ...seen, found: new Map(found) };
  }

  /** Keeps what a look showed, if it took long. */
  note({ queue, seen, missing, tookMs }: Look): void {
    const memory = this.#memoryOf(queue);
    const atMs = this.#now();
    const untilMs = atMs + Math.min(oldestMs, tookMs * share);
    memory.last = tookMs < cheapMs ? undefined : { seen, atMs, untilMs };
    if (!seen.isCut) for (const taskId of missing) memory.wanted.delete(taskId);
  }

  /** Something is taken out of the queue: whoever asks next looks anew. */
  forget({ queue, taskIds = [] }: Partial<Asked> & Pick<Asked, 'queue'>): void {
    const memory = this.#memoryOf(queue);
    memory.last = undefined;
    for (const taskId of taskIds) memory.wanted.delete(taskId);
  }

  #memoryOf(queue: string): Memory {
    const memory = this.#queues.get(queue) ?? { last: undefined, wanted: new Map<string, number>() };
    this.#queues.set(queue, memory);
    return memory;
  }

  #leaveOld(nowMs: number): void {
    for (const [queue, { last, wanted }] of this.#queues) {
      for (const [taskId, atMs] of wanted) if (nowMs - atMs >= wantedMs) wanted.delete(taskId);
      if (wanted.size === 0 && (last === undefined || nowMs >= last.untilMs)) this.#queues.delete(queue);
    }
  }
}
