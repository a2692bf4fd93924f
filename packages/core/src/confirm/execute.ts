import { LineclearError } from '../plugin/errors.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { Plan } from '../store/plan.ts';
import type { Held } from './claim.ts';
import { withDeadline } from './deadline.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import type { Conflicting } from './outcome.ts';
import { answerOf, type Ending, receiptOf } from './receipt.ts';
import { reconcile } from './reconcile.ts';
import { runOnce } from './run-once.ts';
import { settle } from './settle.ts';
import type { WriteAnswer, WriteCall } from './types.ts';

/** Nothing came of it: the plan is stale and the caller is shown a new one. */
export interface Drifted {
  readonly kind: 'drifted';
  readonly backend: Conflicting;
}

/**
 * Runs a claimed plan once: the `confirmed` event is durable before `execute`, the outcome is recorded after it, whatever the caller does meanwhile.
 * Rejects only with what was thrown before `execute` began, when nothing ran.
 */
export const execute = async ({
  held,
  guard,
  write,
  parts,
}: {
  held: Held;
  /** Canonical JSON of the preview that ran after the claim; it says what the plan's says. */
  guard: string;
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<WriteAnswer | Drifted> => {
  // Opened first: a backend that cannot be reached leaves the plan as it was.
  const writer = await write.writer();
  const { plan, confirmed } = await record({ held, write, parts });
  const stepsDone: string[] = [];
  const run = await runOnce({ plan, guard, write, writer, parts, stepsDone });
  if (run.ending.status === 'stale') {
    await settle({ held, write, parts, state: 'stale', receipt: undefined, message: run.ending.message });
    return { kind: 'drifted', backend: run.ending };
  }
  const { ending, output } = await known({ plan, run: { ...run, ending: run.ending }, write, parts });
  const receipt = receiptOf({ plan, ending, stepsDone, confirmed, commandClass: write.classification.class, parts });
  const settled = await settle({ held, write, parts, state: ending.status, receipt, message: undefined });
  const extra = {
    ...(ending.status === 'executed' ? await effectOf({ write, output, parts }) : {}),
    ...settled.extra,
  };
  return answerOf({ plan: settled.plan ?? { ...plan, receipt }, replayed: false, images: run.images, extra, parts });
};

const known = async ({
  plan,
  run: { ending, output },
  write,
  parts,
}: {
  plan: Plan;
  run: { readonly ending: Ending; readonly output: unknown };
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<{ readonly ending: Ending; readonly output: unknown }> =>
  ending.status === 'unknown' ? reconcile({ plan, write, ending, parts }) : { ending, output };

const record = async ({ held, write, parts }: { held: Held; write: WriteCall; parts: ConfirmDependencies }) => {
  const { plan } = held;
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['claimed'],
    fence: held.fence,
    set: { state: 'executing' },
    events: [
      eventOf({
        event: 'confirmed',
        write,
        plan,
        clock: parts.clock,
        input: write.shownInput,
        assurance: plan.assurance ?? 'model',
        ...(plan.approver === undefined ? {} : { approver: plan.approver }),
      }),
    ],
  });
  if (moved === undefined) {
    throw new LineclearError('conflict', 'The claim on this plan was lost before it ran; nothing ran.', {
      details: { reason: 'claim_lost' },
    });
  }
  parts.trail.announce(moved.events);
  return { plan: moved.plan, confirmed: moved.events[0] };
};

const effectOf = async ({
  write,
  output,
  parts,
}: {
  write: WriteCall;
  output: unknown;
  parts: ConfirmDependencies;
}): Promise<Record<string, JsonValue>> => {
  const { verify } = write.entry;
  if (verify === undefined || output === undefined) return {};
  try {
    const reader = await write.reader();
    const effect = await withDeadline({
      ms: parts.limits.readMs,
      what: `verification of ${write.entry.name}`,
      work: (signal) =>
        verify(Object.assign(write.context({ signal, mayConfirm: false }), { input: write.input, reader, output })),
    });
    return { effect: parts.present(effect ?? null) };
  } catch (error) {
    const message = LineclearError.is(error) ? error.message : 'the verification failed with a defect';
    return { effect: { unverified: String(parts.present(message)) } };
  }
};
