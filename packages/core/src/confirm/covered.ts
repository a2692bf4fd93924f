import { canonicalJson } from '../digest/canonical.ts';
import type { Assurance } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import { coveredBy } from '../store/plan-cover.ts';
import type { Plan } from '../store/plan.ts';
import { type Held, keepLease } from './claim.ts';
import { type CoveringWrite, findCover } from './cover.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import { newPlan } from './new-plan.ts';
import { answerOf, receiptOf } from './receipt.ts';
import { runOnce } from './run-once.ts';
import { settle } from './settle.ts';
import type { CoveredCall, WriteAnswer } from './types.ts';

interface Step {
  readonly write: CoveredCall;
  readonly parts: ConfirmDependencies;
}

/**
 * Runs a write that an executed plan of another write covers. It becomes a plan of its own that starts as executing: its `covered` event is
 * durable before `execute`, its outcome is recorded after it, and a crash between the two is found like that of any other plan.
 */
export const runCovered = async ({ write, covering, parts }: Step & { covering: CoveringWrite }): Promise<WriteAnswer> => {
  const cover = await findCover({ write, covering, parts });
  // Opened first: a backend that cannot be reached leaves nothing behind.
  const writer = await write.writer();
  if (write.signal.aborted) throw new LineclearError('cancelled', 'The caller left before anything ran.', { effect: 'none' });
  const running = runRecorded({ write, cover, writer, parts });
  parts.running.add(running);
  try {
    return await running;
  } finally {
    parts.running.delete(running);
  }
};

// From here on the caller cannot stop anything: `execute` has its own deadline.
const runRecorded = async ({ write, cover, writer, parts }: Step & { cover: Plan; writer: unknown }): Promise<WriteAnswer> => {
  const held = await record({ write, cover, parts });
  try {
    const { plan } = held;
    const run = await runOnce({ plan, guard: plan.guard, write, writer, parts, stepsDone: [] });
    const ending = run.ending.status === 'stale' ? run.ending.failed : run.ending;
    const receipt = receiptOf({ plan, ending, stepsDone: [], confirmed: undefined, commandClass: undefined, parts });
    const settled = await settle({ held, write, parts, state: ending.status, receipt, message: undefined });
    return await answerOf({
      plan: settled.plan ?? { ...plan, receipt },
      replayed: false,
      images: run.images,
      extra: settled.extra,
      parts,
    });
  } finally {
    held.release();
  }
};

const record = async ({ write, cover, parts }: Step & { cover: Plan }): Promise<Held> => {
  const fence = 1;
  const assurance: Assurance = cover.assurance ?? 'model';
  const { name, risk } = write.entry;
  const preview = { action: name, profile: write.profile.name, ...coveredBy(cover) };
  const claim = { instance: parts.instance, fence, leaseUntil: parts.clock.now() + parts.limits.leaseMs };
  // Nobody is given its ticket: there is nothing to confirm.
  const pending = newPlan({ write, parts, guard: canonicalJson(cover.id), risk, required: assurance, preview });
  const plan: Plan = { ...pending, state: 'executing', claim, assurance, approver: cover.approver };
  const event = eventOf({
    event: 'covered',
    write,
    plan,
    clock: parts.clock,
    input: write.shownInput,
    assurance,
    ...(cover.approver === undefined ? {} : { approver: cover.approver }),
  });
  const caps = { plans: parts.limits.pendingPlans, bytes: parts.limits.pendingBytes };
  parts.trail.announce(await parts.store.createPlan(plan, caps, [event]));
  return { plan, fence, release: keepLease({ id: plan.id, fence, parts }) };
};
