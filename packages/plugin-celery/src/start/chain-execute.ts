import type { JsonObject, Reconciled, Recovered } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { Outgoing } from '../canvas/canvas.ts';
import { buildChain, buildChord, buildGroup } from '../canvas/canvas.ts';
import type { Step } from '../canvas/signature.ts';
import type { CeleryWriter } from '../client/celery-writer.ts';
import type { LedgerItem } from '../ledger/ledger.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { checkLimits } from '../limits/check-limits.ts';
import { withoutEffect } from '../redis/failure.ts';
import { pollHint } from './answer.ts';
import type { ChainCall, ChainGuard } from './chain-plan.ts';
import { chainAnswerOf, chainEntries, chainIds, stepsOf } from './chain-plan.ts';
import type { ChainAnswer } from './chain-request.ts';
import { claimTogether, sendClaimed } from './send-once.ts';
import { origin } from './start-call.ts';
import { checkParams, withApprover } from './task-params.ts';
import { wasSent } from './was-sent.ts';

type ChainExecution = Omit<ChainCall, 'reader'> & {
  readonly writer: CeleryWriter;
  readonly guard: ChainGuard;
  readonly idempotencyKey: string;
  readonly approver: string | undefined;
  readonly step: (name: string) => void;
};

/** Sends the messages of the tasks that were previewed, each of them once. */
export const executeChain = async (call: ChainExecution): Promise<ChainAnswer> => {
  const { input, writer, guard, idempotencyKey: planId, principal, clock, signal, state } = call;
  const { reader } = writer;
  const ledger = ledgerOf(state);
  const steps = stepsOf({ input, reader });
  const { taskIds, groupId } = chainIds({ planId, input });
  await reader.events.start();
  const replyTo = await writer.results.replyTo({ signal });
  const items = chainEntries({ steps, taskIds, guard, principal: principal.id, planId, replyTo, nowMs: clock.now() });
  const outgoing = buildMessages({ mode: input.mode, groupId, replyTo, steps: await wireSteps({ call, taskIds }) });
  await claimTogether({
    ledger,
    items,
    admit: async () => {
      const check = { reader, ledger, principal: principal.id, count: items.length, nowMs: clock.now(), signal };
      for (const { taskId } of await checkLimits(check)) await ledger.end({ taskId, principal: principal.id });
    },
  });
  await sendAll({ call, items, outgoing, groupId });
  return answer({ input, groupId, items: items.map(({ taskId, entry }) => ({ taskId, entry: { ...entry, state: 'sent' } })) });
};

/** Which of the tasks of a lost answer were sent, and the answer with that. Reads only. */
export const reconcileChain = async (
  call: ChainCall & { readonly idempotencyKey: string },
): Promise<Reconciled | Recovered<ChainAnswer>> => {
  const { input, reader, idempotencyKey: planId, signal, clock, state } = call;
  const ledger = ledgerOf(state);
  const { taskIds, groupId } = chainIds({ planId, input });
  const items: LedgerItem[] = [];
  for (const taskId of taskIds) {
    const entry = await ledger.get(taskId);
    // All are claimed before the first is sent.
    if (entry === undefined) return 'failed';
    const leader = items.find((item) => item.taskId === entry.parent);
    const found =
      leader !== undefined
        ? every(items)
        : entry.state !== 'sending'
          ? entry.state
          : await wasSent({ reader, ledger, taskId, entry, replyTo: undefined, signal, clock });
    if (found === 'unclear') return 'unknown';
    items.push({ taskId, entry: { ...entry, state: found } });
  }
  if (items.every(({ entry }) => entry.state === 'not_sent')) return 'failed';
  return { result: answer({ input, groupId, items }) };
};

/** What a worker sends comes only after all before it. */
const every = (items: readonly LedgerItem[]) => (items.every(({ entry }) => entry.state === 'sent') ? 'sent' : 'not_sent');

const answer = ({
  input: { mode },
  ...rest
}: Pick<ChainCall, 'input'> & { groupId: string | null; items: readonly LedgerItem[] }) => {
  const [first] = rest.items;
  return chainAnswerOf({ mode, ...rest, pollAfterS: first === undefined ? 1 : pollHint(first.entry) });
};

const wireSteps = async ({ call, taskIds }: { call: ChainExecution; taskIds: readonly string[] }): Promise<readonly Step[]> => {
  const { input, writer, guard, approver, principal } = call;
  const { reader } = writer;
  const steps: Step[] = [];
  for (const [index, { target, request, takesResult }] of stepsOf({ input, reader }).entries()) {
    const { params } = await checkParams({ target, params: request.params, reader });
    const kwargs: JsonObject = withApprover({ target, params, approver: approver ?? principal.id });
    const place = guard.steps[index];
    steps.push({
      taskName: target.taskName,
      taskId: taskIds[index] ?? '',
      args: [],
      kwargs,
      queue: place?.queue,
      priority: place?.priority ?? undefined,
      immutable: !takesResult,
    });
  }
  return steps;
};

const buildMessages = ({
  mode,
  steps,
  groupId,
  replyTo,
}: {
  mode: 'chain' | 'group' | 'chord';
  steps: readonly Step[];
  groupId: string | null;
  replyTo: string | undefined;
}): readonly Outgoing[] => {
  const [end] = steps.slice(-1);
  if (groupId === null || end === undefined) return [buildChain({ steps, origin, replyTo })];
  if (mode === 'group') return buildGroup({ steps, groupId, origin, replyTo });
  return buildChord({ header: steps.slice(0, -1), body: end, groupId, origin, replyTo });
};

/** Sends one message after another, notes each, and says after a failure how far it came. */
const sendAll = async ({
  call: { writer, signal, clock, state, step },
  items,
  outgoing,
  groupId,
}: {
  call: ChainExecution;
  items: readonly LedgerItem[];
  outgoing: readonly Outgoing[];
  groupId: string | null;
}): Promise<void> => {
  const ledger = ledgerOf(state);
  const sent: string[] = [];
  try {
    if (groupId !== null && outgoing.length < items.length)
      await withoutEffect(writer.results.prepareChord({ groupId, size: outgoing.length, signal }));
    for (const { message, queue = '' } of outgoing) {
      const taskId = message.headers.id;
      const item = items.find((one) => one.taskId === taskId);
      if (item === undefined) continue;
      const publish = () => writer.broker.publish({ message, queue, signal });
      await sendClaimed({ reader: writer.reader, ledger, clock, signal, taskId, entry: item.entry, publish });
      sent.push(taskId);
      step(`sent ${sent.length} of ${outgoing.length}: ${taskId}`);
    }
  } catch (error) {
    throw await partly({ error, items, sent, ledger });
  }
  // What workers send is on its way with the rest.
  for (const { taskId } of items) if (!sent.includes(taskId)) await ledger.update({ taskId, state: 'sent' });
};

/** The error with what was sent before it; what was certainly not sent is noted as such. */
const partly = async ({
  error,
  items,
  sent,
  ledger,
}: {
  error: unknown;
  items: readonly LedgerItem[];
  sent: readonly string[];
  ledger: ReturnType<typeof ledgerOf>;
}): Promise<unknown> => {
  const isNothing = LineclearError.is(error) && error.effect === 'none';
  const rest = items.filter(({ taskId }) => !sent.includes(taskId));
  const unclear = isNothing ? undefined : rest[0]?.taskId;
  const isCertain = ({ taskId, entry }: LedgerItem) => isNothing || (taskId !== unclear && entry.parent === undefined);
  const unsent = rest.filter(isCertain).map(({ taskId }) => taskId);
  for (const taskId of unsent) await ledger.update({ taskId, state: 'not_sent' });
  if (!LineclearError.is(error)) return error;
  const { code, message, hint, retryAfterS, effect, details } = error;
  return new LineclearError(code, sent.length === 0 ? message : `${message} ${sent.length} tasks had been sent before.`, {
    hint,
    retryAfterS,
    effect,
    details: {
      ...details,
      sent,
      not_sent: unsent,
      ...(unclear !== undefined && { unclear }),
    },
    cause: error,
  });
};
