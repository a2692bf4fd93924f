import { LineclearError } from '../plugin/errors.ts';
import { type Image, splitImages } from '../plugin/image.ts';
import type { JsonObject, JsonValue } from '../plugin/json.ts';
import type { Plan, PlanState } from '../store/plan.ts';
import type { Held } from './claim.ts';
import { withDeadline } from './deadline.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import { type Conflicting, endingOf } from './outcome.ts';
import { answerOf, type Ending, receiptOf } from './receipt.ts';
import { reconcile } from './reconcile.ts';
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
  const receipt = receiptOf({ plan, ending, stepsDone, confirmed, parts });
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

interface Run {
  readonly ending: Ending | Conflicting;
  readonly output: unknown;
  readonly images: readonly Image[];
}

const runOnce = async ({
  plan,
  guard,
  write,
  writer,
  parts,
  stepsDone,
}: {
  plan: Plan;
  guard: string;
  write: WriteCall;
  writer: unknown;
  parts: ConfirmDependencies;
  stepsDone: string[];
}): Promise<Run> => {
  try {
    const answer = await withDeadline({
      ms: write.entry.deadlineMs(write.input),
      what: `execution of ${write.entry.name}`,
      work: async (signal) =>
        write.entry.execute(
          Object.assign(write.context({ signal, mayConfirm: true }), {
            input: write.input,
            writer,
            guard: JSON.parse(guard),
            idempotencyKey: plan.id,
            approver: plan.approver,
            step: (name: string) => void stepsDone.push(String(parts.present(name))),
          }),
        ),
    });
    const { output, images } = splitImages(answer);
    const checked = await write.entry.checkOutput(output);
    if (checked.ok)
      return { ending: { status: 'executed', result: parts.present(checked.value) }, output: checked.value, images };
    parts.log.error(
      { tool: write.entry.name, problems: checked.problems },
      'a write answered something its output schema does not allow',
    );
    const warnings = ['It ran; its answer did not fit the tool\u2019s output schema and is left out.'];
    return { ending: { status: 'executed', result: null, warnings }, output: undefined, images: [] };
  } catch (error) {
    if (!LineclearError.is(error))
      parts.log.error({ tool: write.entry.name, plan: plan.id, error }, 'a write failed with a defect');
    return { ending: endingOf({ error, stepsDone, present: parts.present }), output: undefined, images: [] };
  }
};

const settle = async ({
  held,
  write,
  parts,
  state,
  receipt,
  message,
}: {
  held: Held;
  write: WriteCall;
  parts: ConfirmDependencies;
  state: 'executed' | 'failed' | 'unknown' | 'stale';
  receipt: JsonObject | undefined;
  message: string | undefined;
}): Promise<{ plan: Plan | undefined; extra: JsonObject }> => {
  const event = eventOf({
    event: state,
    write,
    plan: held.plan,
    clock: parts.clock,
    outcome: state === 'executed' ? 'ok' : state,
    ...(message === undefined ? {} : { details: { reason: message } }),
  });
  const set = { state, receipt, ...(state === 'unknown' ? {} : { sealedInput: undefined }) };
  // Others may have asked the backend too early, while this process could not keep its lease: who saw it happen knows better.
  const from: readonly PlanState[] = state === 'executed' ? ['executing', 'unknown', 'failed'] : ['executing', 'unknown'];
  try {
    const moved = await parts.store.transition({
      id: held.plan.id,
      from,
      fence: held.fence,
      set,
      events: [event],
    });
    if (moved === undefined) await parts.trail.append([{ ...event, details: { ...event.details, late: true } }]);
    else parts.trail.announce(moved.events);
    return { plan: moved?.plan, extra: {} };
  } catch (error) {
    // It ran, and the `confirmed` event stands: the lease runs out and recovery asks the backend. The caller must still hear what happened.
    parts.log.error({ plan: held.plan.id, error }, 'the outcome of a write could not be recorded');
    return { plan: undefined, extra: { recorded: false } };
  }
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
