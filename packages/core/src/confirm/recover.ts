import type { Plan } from '../store/plan.ts';
import { type ConfirmDependencies, planEvent } from './dependencies.ts';
import { type Ending, keptOf, receiptOf } from './receipt.ts';
import { reconcile } from './reconcile.ts';
import type { AnyWriteCall } from './types.ts';

const lost: Extract<Ending, { status: 'unknown' | 'failed' }> = {
  status: 'unknown',
  code: 'unknown_outcome',
  message: 'the server stopped while it ran.',
  hint: 'Read the state of the target before doing anything else.',
};

/**
 * Moves a plan on whose holder stopped: only after its lease ended, so a living process is left alone. What this process holds is left
 * alone whatever the lease: a machine that slept wakes up with leases that ended in the middle of its writes.
 * `claimed` goes back to pending (nothing was sent); `executing` becomes unknown, and the tool is asked what happened.
 * Yields the plan as it is now.
 */
export const recoverPlan = async ({
  plan,
  write,
  parts,
}: {
  plan: Plan;
  /** Absent when the tool or the profile no longer exists here: then nobody can be asked. */
  write: AnyWriteCall | undefined;
  parts: ConfirmDependencies;
}): Promise<Plan> => {
  const current = (await parts.store.planById(plan.id)) ?? plan;
  const now = parts.clock.now();
  if (parts.held.has(current.id)) return current;
  if (current.state === 'claimed' && ended(current, now)) return giveBack({ plan: current, write, now, parts });
  if (current.state === 'executing' && ended(current, now)) {
    const unknown = await markUnknown({ plan: current, write, now, parts });
    return unknown === undefined
      ? ((await parts.store.planById(plan.id)) ?? current)
      : settleUnknown({ plan: unknown, write, parts });
  }
  return current.state === 'unknown' ? settleUnknown({ plan: current, write, parts }) : current;
};

const ended = (plan: Plan, now: number): boolean => plan.claim === undefined || plan.claim.leaseUntil < now;

/** A plan whose holder is gone, and its call where that can be made again. */
interface Lapsed {
  readonly plan: Plan;
  readonly write: AnyWriteCall | undefined;
  readonly now: number;
  readonly parts: ConfirmDependencies;
}

// So that a plugin finds the event when it asks for those of its own tools.
const pluginOf = (write: AnyWriteCall | undefined): { plugin?: string } =>
  write === undefined ? {} : { plugin: write.entry.plugin };

// What a receipt can say of an execution that nobody saw the end of.
const fewFacts = (write: AnyWriteCall | undefined) => ({
  stepsDone: [],
  confirmed: undefined,
  commandClass: write?.classification.class,
});

const giveBack = async ({ plan, write, now, parts }: Lapsed): Promise<Plan> => {
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['claimed'],
    leaseEndedBefore: now,
    set: { state: 'pending', assurance: undefined, approver: undefined },
    events: [
      planEvent({
        event: 'recovered',
        plan,
        clock: parts.clock,
        ...pluginOf(write),
        details: { reason: 'lease_ended', was: 'claimed' },
      }),
    ],
  });
  if (moved === undefined) return (await parts.store.planById(plan.id)) ?? plan;
  parts.trail.announce(moved.events);
  return moved.plan;
};

const markUnknown = async ({ plan, write, now, parts }: Lapsed): Promise<Plan | undefined> => {
  const receipt = receiptOf({ plan, ending: lost, ...fewFacts(write), parts });
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['executing'],
    leaseEndedBefore: now,
    set: { state: 'unknown', receipt },
    events: [
      planEvent({
        event: 'unknown',
        plan,
        clock: parts.clock,
        ...pluginOf(write),
        outcome: 'unknown',
        details: { reason: 'lease_ended' },
      }),
    ],
  });
  if (moved !== undefined) parts.trail.announce(moved.events);
  return moved?.plan;
};

const settleUnknown = async ({
  plan,
  write,
  parts,
}: {
  plan: Plan;
  write: AnyWriteCall | undefined;
  parts: ConfirmDependencies;
}): Promise<Plan> => {
  if (write?.entry.reconcile === undefined) return plan;
  const kept = keptOf(plan)?.ending;
  const { ending } = await reconcile({
    plan,
    write,
    ending: kept !== undefined && kept.status !== 'executed' ? kept : lost,
    parts,
  });
  if (ending.status === 'unknown') return plan;
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['unknown'],
    set: {
      state: ending.status,
      receipt: receiptOf({ plan, ending, ...fewFacts(write), parts }),
      sealedInput: undefined,
    },
    events: [
      planEvent({
        event: 'reconciled',
        plan,
        clock: parts.clock,
        ...pluginOf(write),
        outcome: ending.status === 'executed' ? 'ok' : ending.status,
      }),
    ],
  });
  if (moved === undefined) return (await parts.store.planById(plan.id)) ?? plan;
  parts.trail.announce(moved.events);
  return moved.plan;
};
