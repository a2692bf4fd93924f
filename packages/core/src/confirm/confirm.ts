import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import { strictestAssurance } from '../policy/assurance.ts';
import type { Plan } from '../store/plan.ts';
import { approve, guardChanges, planOfState } from './ask.ts';
import { claimPlan, type Held, unclaim } from './claim.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import { execute } from './execute.ts';
import { findPlan, type Missing, mismatch } from './find-plan.ts';
import type { Conflicting } from './outcome.ts';
import { makePlan, runPreview, showPlan, storePlan } from './preview.ts';
import { answerOf } from './receipt.ts';
import { recoverPlan } from './recover.ts';
import { previewedAnew, refusedSince } from './stale.ts';
import type { Previewed, WriteAnswer, WriteCall } from './types.ts';

interface Step {
  readonly write: WriteCall;
  readonly parts: ConfirmDependencies;
}

/** Computes and stores what a write would do. Nothing changes. */
export const preview = async ({ write, parts }: Step): Promise<WriteAnswer> => {
  const plan = await makePlan({ write, parts });
  return { kind: 'value', value: showPlan({ plan, parts }), images: [] };
};

/** Preview, claim, record and execute in one call; where a person is needed it stays a preview. */
export const direct = async ({ write, parts }: Step): Promise<WriteAnswer> => {
  const plan = await makePlan({ write, parts });
  const mayRun = plan.required === 'model' && write.barred(plan.risk) === undefined;
  if (!mayRun) return { kind: 'value', value: showPlan({ plan, parts }), images: [] };
  return decide({ plan, write, parts });
};

/** Confirms a plan: verifies everything, gets the decision it needs, claims it, looks for drift, records, executes once. */
export const confirm = async ({ write, ticket, parts }: Step & { ticket: string | undefined }): Promise<WriteAnswer> => {
  const { asking } = write;
  if (asking.mode === 'return' && asking.state !== undefined)
    return confirmWithState({ write, ticket, state: asking.state, parts });
  const found = await findPlan({ write, ticket, parts });
  return 'missing' in found ? previewFirst({ write, missing: found.missing, parts }) : decide({ plan: found.plan, write, parts });
};

// A returned state names the very plan that the person saw. Anything about it that does not fit is an attack or a defect of the client.
const confirmWithState = async ({
  write,
  ticket,
  state,
  parts,
}: Step & { ticket: string | undefined; state: string }): Promise<WriteAnswer> => {
  const id = planOfState({ state, principal: write.by.principal, parts });
  const plan = id === undefined ? undefined : await parts.store.planById(id);
  if (plan !== undefined && mismatch({ plan, write }) === undefined && (ticket === undefined || ticket === plan.ticket)) {
    return decide({ plan, write, parts });
  }
  await parts.trail.append([
    eventOf({ event: 'bad_state', write, clock: parts.clock, ...(plan === undefined ? {} : { plan_id: plan.id }) }),
  ]);
  const error = new LineclearError(
    'invalid_input',
    'The requestState is not one that this server gave for this call, or it expired.',
    {
      hint: 'Call again without requestState to be asked anew.',
      details: { reason: 'invalid_request_state' },
    },
  );
  return { kind: 'bad_state', error };
};

const decide = async ({ plan, write, parts }: Step & { plan: Plan }): Promise<WriteAnswer> => {
  const now = parts.clock.now();
  switch (plan.state) {
    case 'pending':
      return plan.expiresAt > now ? confirmPending({ plan, write, parts }) : expire({ plan, write, parts });
    case 'claimed':
    case 'executing':
      return waitForOther({ plan, write, parts });
    case 'unknown':
      return answerOf({ plan: await recoverPlan({ plan, write, parts }), replayed: true, parts });
    case 'executed':
    case 'failed':
      return answerOf({ plan, replayed: true, parts });
    case 'rejected':
      return refusal('rejected', 'A person declined this plan.', plan);
    case 'expired':
      return refusal('expired', 'The preview is too old; nothing ran.', plan);
    case 'stale':
      return previewFirst({ write, missing: 'stale_preview', parts });
  }
};

const confirmPending = async ({ plan, write, parts }: Step & { plan: Plan }): Promise<WriteAnswer> => {
  const barred = write.barred(plan.risk);
  if (barred !== undefined) throw barred;
  let required = plan.required;
  if (strictestAssurance(required, write.assess(plan.risk)) !== 'model') {
    // A person's time is not spent on something that has changed already.
    const now = await runPreview({ write, parts });
    if (now.guard !== plan.guard) return drifted({ plan, held: undefined, now, backend: undefined, write, parts });
    if (now.refusal !== undefined) throw now.refusal;
    required = strictestAssurance(required, now.required);
  }
  const decision = await approve({ plan, required, write, parts });
  if (!decision.ok) {
    if (decision.declined) await end({ plan, state: 'rejected', write, parts });
    return decision.answer;
  }
  if (write.signal.aborted) return refusal('cancelled', 'The caller left before anything ran.', plan);
  const held = await claimPlan({ plan, assurance: decision.assurance, approver: decision.approver, write, parts });
  if (held === undefined) return lostRace({ plan, write, parts });
  const running = runClaimed({ held, write, parts });
  parts.running.add(running);
  try {
    return await running;
  } finally {
    parts.running.delete(running);
    held.release();
  }
};

// From here on the caller cannot stop anything: what follows has its own deadlines.
const runClaimed = async ({ held, write: asked, parts }: Step & { held: Held }): Promise<WriteAnswer> => {
  const write = { ...asked, signal: new AbortController().signal };
  const { plan } = held;
  try {
    const now = await runPreview({ write, parts });
    const enough = strictestAssurance(plan.assurance ?? 'model', now.required) === (plan.assurance ?? 'model');
    if (now.guard !== plan.guard || !enough) return await drifted({ plan, held, now, backend: undefined, write, parts });
    const barred = now.refusal ?? write.barred(now.risk);
    if (barred !== undefined) throw barred;
    const answer = await execute({ held, guard: now.exactGuard, write, parts });
    if (answer.kind !== 'drifted') return answer;
    return await drifted({
      plan,
      held: undefined,
      now: await runPreview({ write, parts }),
      backend: answer.backend,
      write,
      parts,
    });
  } catch (error) {
    // Thrown before `execute` began. A store that cannot be written cannot take the claim back either; then the lease does.
    await unclaim({ held, write, parts }).catch((failure: unknown) =>
      parts.log.warn({ plan: plan.id, failure }, 'a claim could not be taken back'),
    );
    throw error;
  }
};

const drifted = async ({
  plan,
  held,
  now,
  backend,
  write,
  parts,
}: Step & { plan: Plan; held: Held | undefined; now: Previewed; backend: Conflicting | undefined }): Promise<WriteAnswer> => {
  await end({ plan, state: 'stale', ...(held === undefined ? {} : { fence: held.fence }), write, parts });
  const changed = guardChanges({ before: plan.guard, after: now.guard });
  if (now.refusal !== undefined) return refusedSince({ changed, refusal: now.refusal });
  const fresh = await storePlan({ write, previewed: now, parts });
  return previewedAnew({ changed, backend, shown: showPlan({ plan: fresh, parts }) });
};

const previewFirst = async ({ write, missing, parts }: Step & { missing: Missing }): Promise<WriteAnswer> => {
  const plan = await makePlan({ write, parts });
  // Whoever keeps sending a ticket that does not count would get here for ever.
  const ticket = missing === 'no_preview' ? '' : ', with its ticket or with none';
  const error = new LineclearError('preview_required', explanations[missing], {
    details: { reason: missing, preview: showPlan({ plan, parts }) },
    hint: `Nothing ran. Read details.preview; if that is what is wanted, call again with the same arguments and confirm: true${ticket}.`,
  });
  return { kind: 'error', error };
};

const explanations: Record<Missing, string> = {
  no_preview: 'Nothing was previewed for exactly these arguments.',
  stale_preview: 'What was previewed has changed since; that preview does not count any more.',
  unknown_ticket: 'There is no such ticket for this caller.',
  other_arguments: 'The ticket belongs to other arguments.',
  other_profile: 'The ticket belongs to another profile.',
  other_tool: 'The ticket belongs to another tool.',
  definition_changed: 'The tool changed since the preview.',
};

const expire = async ({ plan, write, parts }: Step & { plan: Plan }): Promise<WriteAnswer> => {
  await end({ plan, state: 'expired', write, parts });
  return refusal('expired', 'The preview is too old; nothing ran.', plan);
};

// Another confirmation holds the plan: the answer is theirs. A holder that died is recovered, once its lease has ended.
const waitForOther = async ({ plan, write, parts }: Step & { plan: Plan }): Promise<WriteAnswer> => {
  const until = parts.clock.now() + parts.limits.readMs;
  for (let pauseMs = 10; parts.clock.now() < until && !write.signal.aborted; pauseMs = Math.min(pauseMs * 2, 250)) {
    const current = await recoverPlan({ plan, write, parts });
    // Pending again: the holder stopped before anything was sent, so this confirmation goes on in its place.
    if (current.state !== 'claimed' && current.state !== 'executing') return decide({ plan: current, write, parts });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  const error = new LineclearError('conflict', 'Another confirmation of this plan is still running.', {
    retryAfterS: 5,
    hint: 'Confirm again in a few seconds; the same plan answers with its receipt.',
    details: { ticket: plan.ticket, reason: 'still_running' },
  });
  return { kind: 'error', error };
};

const lostRace = async ({ plan, write, parts }: Step & { plan: Plan }): Promise<WriteAnswer> => {
  const current = await parts.store.planById(plan.id);
  if (current === undefined) return refusal('conflict', 'The plan is gone.', plan);
  if (current.state !== 'pending') return decide({ plan: current, write, parts });
  return current.expiresAt > parts.clock.now()
    ? refusal('conflict', 'Another confirmation of this plan was first and gave up.', current)
    : expire({ plan: current, write, parts });
};

const end = async ({
  plan,
  state,
  fence,
  write,
  parts,
}: Step & { plan: Plan; state: 'rejected' | 'stale' | 'expired'; fence?: number }): Promise<void> => {
  const moved = await parts.store.transition({
    id: plan.id,
    from: fence === undefined ? ['pending'] : ['claimed'],
    ...(fence === undefined ? {} : { fence }),
    set: { state, sealedInput: undefined },
    events: [eventOf({ event: state, write, plan, clock: parts.clock, outcome: state })],
  });
  if (moved !== undefined) parts.trail.announce(moved.events);
};

const refusal = (code: 'rejected' | 'expired' | 'cancelled' | 'conflict', message: string, plan: Plan): WriteAnswer => {
  const details: JsonObject = { ticket: plan.ticket };
  return { kind: 'error', error: new LineclearError(code, message, { details, effect: 'none' }) };
};
