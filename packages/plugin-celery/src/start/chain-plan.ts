import type { CallContext } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { LedgerEntry, LedgerItem } from '../ledger/ledger.ts';
import { taskIdFromKey } from '../protocol/task-id.ts';
import type { ChainAnswer, ChainRequest } from './chain-request.ts';
import type { TaskTarget } from './task-target.ts';
import { targetOf } from './task-target.ts';

/** What every step of starting several tasks is given. */
export interface ChainCall extends Pick<CallContext, 'profile' | 'principal' | 'signal' | 'clock' | 'state'> {
  readonly input: ChainRequest;
  readonly reader: CeleryReader;
}

export interface ChainGuard {
  readonly steps: readonly {
    readonly task_name: string;
    readonly queue: string;
    readonly verdict: string;
    /** In the broker's own numbering. */
    readonly priority: number | null;
  }[];
}

/** One step, as far as it follows from the input alone. */
export interface ChainStep {
  readonly target: TaskTarget;
  readonly request: ChainRequest['steps'][number];
  /** It gets the result of what ran before it as first argument. */
  readonly takesResult: boolean;
  /** A worker sends it, not we. */
  readonly isSentByWorker: boolean;
}

export const stepsOf = ({
  input: { steps, mode },
  reader,
}: Pick<ChainCall, 'input'> & { reader: CeleryReader }): readonly ChainStep[] =>
  steps.map((request, index) => {
    const isEnd = mode === 'chord' && index === steps.length - 1;
    const isLater = mode === 'chain' && index > 0;
    return {
      request,
      target: targetOf({ taskType: request.task_type, reader }),
      takesResult: (isEnd || isLater) && !(request.immutable ?? isLater),
      isSentByWorker: isEnd || isLater,
    };
  });

/** The ids of one plan: the same for every attempt at it. */
export const chainIds = ({ planId, input: { mode, steps } }: { planId: string; input: ChainRequest }) => ({
  taskIds: steps.map((_, index) => taskIdFromKey(`plan/${planId}/step/${index}`)),
  groupId: mode === 'chain' ? null : taskIdFromKey(`plan/${planId}/group`),
});

/** What the ledger remembers of each step. */
export const chainEntries = ({
  steps,
  taskIds,
  guard,
  principal,
  planId,
  replyTo,
  nowMs,
}: {
  steps: readonly ChainStep[];
  taskIds: readonly string[];
  guard: ChainGuard;
  principal: string;
  planId: string;
  replyTo: string | undefined;
  nowMs: number;
}): readonly LedgerItem[] =>
  steps.map(({ target: { type, taskName }, isSentByWorker }, index) => {
    const before = taskIds[index - 1];
    const entry: LedgerEntry = {
      task_name: taskName,
      queue: guard.steps[index]?.queue ?? '',
      principal,
      at: nowMs,
      state: 'sending',
      digest: `plan/${planId}`,
      ...(type !== undefined && { task_type: type.id }),
      ...(type?.expectedDuration?.maxS !== undefined && { expected_s: type.expectedDuration.maxS }),
      ...(replyTo !== undefined && { reply_to: replyTo }),
      ...(isSentByWorker && before !== undefined && { parent: before }),
    };
    return { taskId: taskIds[index] ?? '', entry };
  });

/** What became of each step, for the caller. */
export const chainAnswerOf = ({
  mode,
  groupId,
  items,
  pollAfterS,
}: {
  mode: ChainRequest['mode'];
  groupId: string | null;
  items: readonly LedgerItem[];
  pollAfterS: number;
}): ChainAnswer => {
  const missing = items.filter(({ entry }) => entry.state !== 'sent').length;
  const how = {
    chain: 'run one after another',
    group: 'run side by side',
    chord: 'run side by side, the last one after the others',
  };
  return {
    mode,
    status: 'queued',
    group_id: groupId,
    tasks: items.map(({ taskId, entry }) => ({
      task_id: taskId,
      task_type: entry.task_type ?? entry.task_name,
      queue: entry.queue,
      status: entry.state !== 'sent' ? 'not_sent' : entry.parent === undefined ? 'queued' : 'waiting',
    })),
    queued_at: new Date(items[0]?.entry.at ?? 0).toISOString(),
    message:
      missing === 0
        ? `${items.length} tasks ${how[mode]}. Follow the last one with wait_for_task.`
        : `Only ${items.length - missing} of ${items.length} tasks were sent; the others are marked and will not run.`,
    poll_after_s: pollAfterS,
  };
};
