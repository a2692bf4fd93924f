import type { Assurance } from '../plugin/context.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import type { Plan } from '../store/plan.ts';
import type { WriteCall } from './types.ts';

/** A plan that this call alone may move on, with a lease that is kept alive until `release`. */
export interface Held {
  readonly plan: Plan;
  readonly fence: number;
  /** Stops keeping the lease. */
  readonly release: () => void;
}

/** pending → claimed by compare-and-set; `undefined` when another call, tab or replica was first, or the plan expired. */
export const claimPlan = async ({
  plan,
  assurance,
  approver,
  write,
  parts,
}: {
  plan: Plan;
  assurance: Assurance;
  approver: string | undefined;
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<Held | undefined> => {
  const now = parts.clock.now();
  // Since the plan was read, perhaps for a person who took their time, others may have claimed it and given it up. Counted on from
  // what was read then, two of them would hold the same fence.
  const before = (await parts.store.planById(plan.id))?.claim?.fence ?? 0;
  const fence = before + 1;
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['pending'],
    fence: before,
    notExpiredAt: now,
    set: {
      state: 'claimed',
      claim: { instance: parts.instance, fence, leaseUntil: now + parts.limits.leaseMs },
      assurance,
      approver,
    },
    events: [
      eventOf({
        event: 'claimed',
        write,
        plan,
        clock: parts.clock,
        assurance,
        ...(approver === undefined ? {} : { approver }),
      }),
    ],
  });
  if (moved === undefined) return undefined;
  parts.trail.announce(moved.events);
  return { plan: moved.plan, fence, release: keepLease({ id: plan.id, fence, parts }) };
};

/** claimed → pending: nothing was sent, so the plan can be confirmed again. */
export const unclaim = async ({
  held,
  write,
  parts,
}: {
  held: Held;
  write: WriteCall;
  parts: ConfirmDependencies;
}): Promise<void> => {
  const moved = await parts.store.transition({
    id: held.plan.id,
    from: ['claimed'],
    fence: held.fence,
    // The fence stays, so that the next claim gets a larger one.
    set: {
      state: 'pending',
      claim: { instance: parts.instance, fence: held.fence, leaseUntil: 0 },
      assurance: undefined,
      approver: undefined,
    },
    events: [eventOf({ event: 'recovered', write, plan: held.plan, clock: parts.clock, details: { reason: 'nothing_sent' } })],
  });
  if (moved !== undefined) parts.trail.announce(moved.events);
};

/** Holds a claimed plan and keeps its lease alive until what it returns is called. */
export const keepLease = ({ id, fence, parts }: { id: string; fence: number; parts: ConfirmDependencies }): (() => void) => {
  parts.held.set(id, fence);
  const timer = setInterval(() => {
    parts.store
      .extendLease(id, fence, parts.clock.now() + parts.limits.leaseMs)
      .catch((error: unknown) => parts.log.warn({ plan: id, error }, 'the lease of a plan could not be extended'));
    // Often enough for two tries, each of which may wait for the store for a third of the lease.
  }, parts.limits.leaseMs / 6);
  timer.unref();
  return () => {
    clearInterval(timer);
    // Given back, it may have been claimed here again.
    if (parts.held.get(id) === fence) parts.held.delete(id);
  };
};
