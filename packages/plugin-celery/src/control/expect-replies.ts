import type { Replies, WorkerReply } from './command.ts';

/** Collects the answers to one remote command until every expected worker answered or the time is over. */
export interface Collection {
  /** Takes one answer; a second one under the same name is counted and not kept. */
  add(reply: WorkerReply): void;
  /** Says how many answers to wait for, once the question is out and that is known; those that came before count. The time begins. */
  expect(count: number): void;
  /** Answers under a name that had answered already. */
  readonly repeated: number;
  /** Resolves when all are there, or `timeoutMs` after their number was known; never rejects. */
  readonly complete: Promise<readonly WorkerReply[]>;
  /** Ends the wait with what is there. */
  end(): void;
}

export const collectReplies = ({ timeoutMs }: { timeoutMs: number }): Collection => {
  const replies = new Map<string, WorkerReply>();
  const { promise: complete, resolve } = Promise.withResolvers<readonly WorkerReply[]>();
  let expected = Number.POSITIVE_INFINITY;
  let repeated = 0;
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    resolve([...replies.values()]);
  };
  const check = () => {
    if (replies.size + repeated >= expected) end();
  };
  return {
    add: (reply) => {
      if (replies.has(reply.worker)) repeated += 1;
      else replies.set(reply.worker, reply);
      check();
    },
    expect: (count) => {
      expected = count;
      timer = setTimeout(end, timeoutMs);
      check();
    },
    get repeated() {
      return repeated;
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
