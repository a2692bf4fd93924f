import type { Reconciled, Recovered } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryWriter } from '../client/celery-writer.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import { taskIdFromKey } from '../protocol/task-id.ts';
import { startAnswerOf } from '../start/answer.ts';
import { sendOnce } from '../start/send-once.ts';
import { origin } from '../start/start-call.ts';
import { wasSent } from '../start/was-sent.ts';
import { argumentsDigest } from './known-arguments.ts';
import type { Former, RetryAnswer, RetryCall, RetryGuard } from './retry-call.ts';
import { findFormer, kwargsOf } from './retry-call.ts';

type Confirmed = Omit<RetryCall, 'reader'> & {
  readonly writer: CeleryWriter;
  readonly guard: RetryGuard;
  readonly idempotencyKey: string;
  readonly approver: string | undefined;
};

/** Starts the previewed task again, once for each plan, under an id of its own. */
export const executeRetry = async (call: Confirmed): Promise<RetryAnswer> => {
  const { input, profile, principal, clock, signal, state, writer, guard, idempotencyKey, approver } = call;
  const { reader } = writer;
  const former = await findFormer({ input, reader, profile, principal, clock, signal, state });
  const { queue } = guard;
  if (queue === null || 'refusal' in former || argumentsDigest(former.task) !== guard.arguments) throw changed();
  const { task, target } = former;
  const taskId = retryTaskId(idempotencyKey);
  const ledger = ledgerOf(state);
  // Listening begins before the task does, so that its history is whole.
  await reader.events.start();
  const replyTo = await writer.results.replyTo({ signal });
  const message = buildTaskMessage({
    taskId,
    taskName: task.taskName,
    args: task.args,
    kwargs: kwargsOf({ task, target, approver: approver ?? principal.id }),
    typedValues: 'keep',
    origin,
    replyTo,
    priority: guard.priority ?? undefined,
    hardLimitS: task.hardLimitS,
    softLimitS: task.softLimitS,
  });
  const { entry, isNew } = await sendOnce({
    reader,
    ledger,
    clock,
    signal,
    taskId,
    entry: entryOf({ call, former, queue, replyTo }),
    admit: async () => {
      const ended = await checkLimits({ reader, ledger, principal: principal.id, nowMs: clock.now(), signal });
      for (const { taskId: endedId } of ended) await ledger.end({ taskId: endedId, principal: principal.id });
    },
    publish: () => writer.broker.publish({ message, queue, signal }),
  });
  return {
    ...startAnswerOf({ taskId, entry, isNew, type: target.type, isAwaited: guard.verdict === 'ready' }),
    retry_of: input.task_id,
  };
};

/** Whether a retry whose answer was lost happened, and its answer. Reads only. */
export const reconcileRetry = async (
  call: RetryCall & { readonly idempotencyKey: string },
): Promise<Reconciled | Recovered<RetryAnswer>> => {
  const { input, reader, state, signal, clock } = call;
  const taskId = retryTaskId(call.idempotencyKey);
  const ledger = ledgerOf(state);
  const entry = await ledger.get(taskId);
  // Nothing is sent before it is claimed.
  if (entry === undefined || entry.state === 'not_sent') return 'failed';
  const found =
    entry.state === 'sent' ? 'sent' : await wasSent({ reader, ledger, taskId, entry, replyTo: undefined, signal, clock });
  if (found === 'unclear') return 'unknown';
  if (found === 'not_sent') return 'failed';
  const type = entry.task_type === undefined ? undefined : reader.catalogue?.types.get(entry.task_type);
  return { result: { ...startAnswerOf({ taskId, entry, isNew: true, type }), retry_of: input.task_id } };
};

const retryTaskId = (planId: string): string => taskIdFromKey(`retry/${planId}`);

const entryOf = ({
  call: { input, principal, clock },
  former: { task, target },
  queue,
  replyTo,
}: {
  call: Pick<Confirmed, 'input' | 'principal' | 'clock'>;
  former: Former;
  queue: string;
  replyTo: string | undefined;
}): LedgerEntry => {
  const { type } = target;
  return {
    task_name: task.taskName,
    queue,
    principal: principal.id,
    at: clock.now(),
    state: 'sending',
    digest: argumentsDigest(task),
    retry_of: input.task_id,
    ...(type !== undefined && { task_type: type.id }),
    ...(type?.expectedDuration?.maxS !== undefined && { expected_s: type.expectedDuration.maxS }),
    ...(replyTo !== undefined && { reply_to: replyTo }),
  };
};

const changed = (): LineclearError =>
  new LineclearError('conflict', 'The former task is not as it was when this was previewed.', {
    hint: 'Preview again.',
    details: { reason: 'task_changed' },
    effect: 'none',
  });
