import type { Reconciled, Recovered } from '@lineclear/core/plugin';
import type { CeleryWriter } from '../client/celery-writer.ts';
import type { LedgerEntry } from '../ledger/ledger.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { buildTaskMessage } from '../protocol/build-message.ts';
import { startAnswerOf } from './answer.ts';
import { sendOnce } from './send-once.ts';
import type { StartCall, StartGuard } from './start-call.ts';
import { orderOf } from './start-call.ts';
import { digestOf, startTaskId } from './start-identity.ts';
import type { StartAnswer } from './start-request.ts';
import { checkParams, withApprover } from './task-params.ts';
import { targetOf } from './task-target.ts';
import { timesOf } from './times.ts';
import { wasSent } from './was-sent.ts';

/** Starts the task that was previewed, once, whoever else starts it under the same key. */
export const executeStart = async (
  call: Omit<StartCall, 'reader'> & {
    readonly writer: CeleryWriter;
    readonly guard: StartGuard;
    readonly idempotencyKey: string;
    readonly approver: string | undefined;
  },
): Promise<StartAnswer> => {
  const { input, principal, profile, clock, signal, writer, guard, idempotencyKey, approver } = call;
  const { reader } = writer;
  const target = targetOf({ taskType: input.task_type, reader });
  const { params } = await checkParams({ target, params: input.params, reader });
  const taskId = startTaskId({ request: input, planId: idempotencyKey, profile, principal });
  const ledger = ledgerOf(call.state);
  // Listening begins before the task does, so that its history is whole.
  await reader.events.start();
  const replyTo = await writer.results.replyTo({ signal });
  const nowMs = clock.now();
  const times = timesOf({ request: input, nowMs });
  const order = orderOf({
    request: input,
    target,
    params: withApprover({ target, params, approver: approver ?? principal.id }),
    priority: guard.priority,
    times,
    taskId,
    replyTo,
  });
  const message = buildTaskMessage(order);
  const { entry, isNew } = await sendOnce({
    reader,
    ledger,
    clock,
    signal,
    taskId,
    entry: entryOf({ call, target, guard, times, replyTo, nowMs }),
    admit: async () => {
      const ended = await checkLimits({ reader, ledger, principal: principal.id, nowMs: clock.now(), signal });
      for (const { taskId: endedId } of ended) await ledger.end({ taskId: endedId, principal: principal.id });
    },
    publish: () => writer.broker.publish({ message, queue: guard.queue, signal }),
  });
  return startAnswerOf({ taskId, entry, isNew, type: target.type, isAwaited: guard.verdict === 'ready' });
};

/** Whether a start whose answer was lost happened, and its answer. Reads only. */
export const reconcileStart = async (
  call: StartCall & { readonly idempotencyKey: string },
): Promise<Reconciled | Recovered<StartAnswer>> => {
  const { input, reader, profile, principal, clock, signal, idempotencyKey } = call;
  const target = targetOf({ taskType: input.task_type, reader });
  const taskId = startTaskId({ request: input, planId: idempotencyKey, profile, principal });
  const ledger = ledgerOf(call.state);
  const entry = await ledger.get(taskId);
  // Nothing is sent before it is claimed, and what another start claimed under this key is another task.
  if (entry === undefined || entry.state === 'not_sent' || entry.digest !== digestOf({ request: input, target })) return 'failed';
  const found =
    entry.state === 'sent' ? 'sent' : await wasSent({ reader, ledger, taskId, entry, replyTo: undefined, signal, clock });
  if (found === 'unclear') return 'unknown';
  return found === 'sent' ? { result: startAnswerOf({ taskId, entry, isNew: true, type: target.type }) } : 'failed';
};

const entryOf = ({
  call: { input, principal },
  target,
  guard,
  times: { etaMs, expiresMs },
  replyTo,
  nowMs,
}: {
  call: Pick<StartCall, 'input' | 'principal'>;
  target: ReturnType<typeof targetOf>;
  guard: StartGuard;
  times: ReturnType<typeof timesOf>;
  replyTo: string | undefined;
  nowMs: number;
}): LedgerEntry => {
  const { type, taskName } = target;
  return {
    task_name: taskName,
    queue: guard.queue,
    principal: principal.id,
    at: nowMs,
    state: 'sending',
    digest: digestOf({ request: input, target }),
    ...(type !== undefined && { task_type: type.id }),
    ...(type?.expectedDuration?.maxS !== undefined && { expected_s: type.expectedDuration.maxS }),
    ...(replyTo !== undefined && { reply_to: replyTo }),
    ...(etaMs !== undefined && { eta_at: Math.round(etaMs) }),
    ...(expiresMs !== undefined && { expires_at: Math.round(expiresMs) }),
  };
};
