import type { Replies, WorkerReply } from './command.ts';

/** Collects the answers to one remote command until every expected worker answered or the time is over. */
export interface Collection {
  /** Takes one answer; a worker's second one is ignored. */
  add(reply: WorkerReply): void;
  /** Says how many answers to wait for, once that is known; those that came before count. */
  expect(count: number): void;
  /** Resolves when all are there or `timeoutMs` after the start; never rejects. */
  readonly complete: Promise<readonly WorkerReply[]>;
  /** Ends the wait with what is there. */
  end(): void;
}

export const collectReplies = ({ timeoutMs }: { timeoutMs: number }): Collection => {
  const replies = new Map<string, WorkerReply>();
  const { promise: complete, resolve } = Promise.withResolvers<readonly WorkerReply[]>();
  let expected = Number.POSITIVE_INFINITY;
  const end = () => {
    clearTimeout(timer);
    resolve([...replies.values()]);
  };
  const timer = setTimeout(end, timeoutMs);
  const check = () => {
    if (replies.size >= expected) end();
  };
  return {
    add: (reply) => {
      if (!replies.has(reply.worker)) replies.set(reply.worker, reply);
      check();
    },
    expect: (count) => {
      expected = count;
      check();
    },
    complete,
    end,
  };
};

/**
 * Says who was silent. `names` may hold workers that died long ago: they count as silent only when a heartbeat is fresh, or when
 * the numbers leave no doubt. Who is silent counts as known: one whose heartbeat is fresh may be about to connect again.
 */
export const toReplies = ({
  replies,
  known,
  names,
  liveWorkers,
}: {
  replies: readonly WorkerReply[];
  known: number;
  names: readonly string[];
  liveWorkers: readonly string[] | undefined;
}): Replies => {
  const answered = new Set(replies.map(({ worker }) => worker));
  const missing = names.filter((name) => !answered.has(name));
  const alive = new Set(liveWorkers);
  const isCertain = missing.length <= known - answered.size;
  const silent = isCertain ? missing : missing.filter((name) => alive.has(name));
  return {
    replies: replies.toSorted((one, other) => (one.worker < other.worker ? -1 : 1)),
    known: Math.max(known, answered.size + silent.length),
    silent,
  };
};
