import * as z from 'zod';
import { errorCodes, errorTable, LineclearError } from '../plugin/errors.ts';
import type { Image } from '../plugin/image.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { ChainedEvent } from '../store/event.ts';
import { coverOf } from '../store/plan-cover.ts';
import type { Plan } from '../store/plan.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import type { WriteAnswer } from './types.ts';

const Ending = z.discriminatedUnion('status', [
  z.object({ status: z.literal('executed'), result: z.json(), warnings: z.array(z.string()).optional() }),
  z.object({
    status: z.enum(['failed', 'unknown']),
    code: z.enum(errorCodes),
    message: z.string(),
    hint: z.string(),
    retry_after_s: z.number().optional(),
    details: z.json().optional(),
  }),
]);
/** How an execution ended. `executed` has a result; the others say what is known. Everything here is presentable and JSON. */
export type Ending = z.infer<typeof Ending>;

const Kept = z.object({
  ending: Ending,
  steps_done: z.array(z.string()).optional(),
  /** The class of the call, for the policy of writes that this plan covers. */
  class: z.string().optional(),
  receipt: z.record(z.string(), z.json()),
});

/** The record in a plan, or `undefined` when it has none. */
export const keptOf = (plan: Plan): z.infer<typeof Kept> | undefined =>
  plan.receipt === undefined ? undefined : Kept.parse(plan.receipt);

/** The record of an execution as the plan keeps it; the audit event's seq and hash are added when it is shown. */
export const receiptOf = ({
  plan,
  ending,
  stepsDone,
  confirmed,
  commandClass,
  parts,
}: {
  plan: Plan;
  ending: Ending;
  stepsDone: readonly string[];
  confirmed: ChainedEvent | undefined;
  /** What `classify` called the call. */
  commandClass: string | undefined;
  parts: ConfirmDependencies;
}): JsonObject => ({
  ending: JSON.parse(JSON.stringify(ending)),
  ...(stepsDone.length === 0 ? {} : { steps_done: [...stepsDone] }),
  ...(commandClass === undefined ? {} : { class: commandClass }),
  receipt: {
    plan_id: plan.id,
    ...coverOf(plan),
    action: plan.tool,
    profile: plan.profile,
    principal: plan.principal,
    assurance: plan.assurance ?? 'model',
    ...(plan.approver === undefined ? {} : { approver: plan.approver }),
    input_digest: plan.inputDigest,
    outcome: ending.status,
    ...(confirmed === undefined ? {} : { confirmed_at: confirmed.time, confirmed_seq: confirmed.seq }),
    finished_at: new Date(parts.clock.now()).toISOString(),
  },
});

/** The answer that a finished plan gives, now and to every later confirmation. */
export const answerOf = async ({
  plan,
  replayed,
  images = [],
  extra = {},
  parts,
}: {
  plan: Plan;
  replayed: boolean;
  images?: readonly Image[];
  extra?: JsonObject;
  parts: ConfirmDependencies;
}): Promise<WriteAnswer> => {
  const kept = keptOf(plan);
  if (kept === undefined) return { kind: 'error', error: lostRecord(plan) };
  const common: JsonObject = {
    receipt: { ...kept.receipt, ...(await proofOf({ plan, parts })) },
    ...(kept.steps_done === undefined ? {} : { steps_done: kept.steps_done }),
    ...(replayed ? { replayed: true } : {}),
    ...extra,
  };
  const { ending } = kept;
  if (ending.status === 'executed') {
    const warnings: JsonObject = ending.warnings === undefined ? {} : { warnings: [...ending.warnings] };
    const value = { status: 'executed', action: plan.tool, result: ending.result, ...warnings, ...common };
    return { kind: 'value', value, images };
  }
  const cause = ending.details === undefined ? {} : { cause: ending.details };
  const details = { status: ending.status, action: plan.tool, ...common, ...cause };
  if (ending.status === 'failed') {
    const { code, message, hint, retry_after_s: retryAfterS } = ending;
    // A finished plan answers for ever, but the time to wait was of the moment.
    const wait = replayed || retryAfterS === undefined ? {} : { retryAfterS };
    return { kind: 'error', error: new LineclearError(code, message, { hint, ...wait, details, effect: 'none' }) };
  }
  const error = new LineclearError('unknown_outcome', `Whether ${plan.tool} happened is not known: ${ending.message}`, {
    details: { ...details, reason: ending.code },
  });
  return { kind: 'error', error };
};

// The outcome's own event proves the receipt: `audit verify --receipt` recomputes the chain up to it.
const proofOf = async ({ plan, parts }: { plan: Plan; parts: ConfirmDependencies }): Promise<JsonObject> => {
  try {
    const events = await parts.store.events({ planId: plan.id, order: 'desc', limit: 5 });
    const event = events.find((candidate) => endings.has(candidate.event));
    return event === undefined ? {} : { seq: event.seq, hash: event.hash };
  } catch (error) {
    // What happened must be told as it is; the proof can be had later.
    parts.log.warn({ plan: plan.id, error }, 'a receipt could not be proven');
    return {};
  }
};

const endings: ReadonlySet<string> = new Set(['executed', 'failed', 'unknown', 'reconciled']);

const lostRecord = (plan: Plan): LineclearError =>
  new LineclearError('unknown_outcome', `The plan of ${plan.tool} is ${plan.state} and has no receipt.`, {
    hint: errorTable.unknown_outcome.hint,
    details: { ticket: plan.ticket },
  });
