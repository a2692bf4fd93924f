import type { ChainedEvent, EventDraft } from './event.ts';
import { assertWithinCaps, type HeldPlans, planBytes } from './plan-caps.ts';
import { changedFields, openStates, planExists } from './plan-change.ts';
import { coverOf } from './plan-cover.ts';
import type { Approval, Plan } from './plan.ts';
import type { PlanQuery, Store, Transition } from './store.ts';

type Plans = Pick<
  Store,
  'createPlan' | 'planById' | 'planByTicket' | 'plans' | 'transition' | 'extendLease' | 'decide' | 'approvalOf'
>;

const keptFinished = 5_000;
const minimumPrefix = 8;

/** Plans and decisions of the memory store; `chain` appends their events. */
export const createMemoryPlans = ({ chain }: { chain: (drafts: readonly EventDraft[]) => readonly ChainedEvent[] }): Plans => {
  const byId = new Map<string, Plan>();
  const byTicket = new Map<string, string>();
  /** Caps are counted over these alone: most plans of a long run are finished. */
  const open = new Set<string>();
  const approvals = new Map<string, Approval>();

  const keep = (plan: Plan): void => {
    byId.set(plan.id, plan);
    byTicket.set(plan.ticket, plan.id);
    if (openStates.includes(plan.state)) open.add(plan.id);
    else open.delete(plan.id);
  };

  const forgetFinished = (): void => {
    if (byId.size <= keptFinished * 1.2) return;
    const isCovered = (plan: Plan) => coverOf(plan).covered_by !== undefined;
    // Nobody can ask for a covered plan again, and what covers it must stay.
    const finished = [...byId.values()]
      .filter((plan) => !open.has(plan.id))
      .toSorted((one, other) => Number(isCovered(other)) - Number(isCovered(one)));
    for (const plan of finished.slice(0, Math.max(0, finished.length - keptFinished))) {
      byId.delete(plan.id);
      byTicket.delete(plan.ticket);
      approvals.delete(plan.id);
    }
  };

  return {
    createPlan: async (plan, caps, events) => {
      if (byId.has(plan.id) || byTicket.has(plan.ticket)) throw planExists();
      const known = [...open].flatMap((id) => byId.get(id) ?? []);
      assertWithinCaps({ plan, held: heldBy({ plan, known }), caps });
      const chained = chain(events);
      keep(copy(plan));
      forgetFinished();
      return chained;
    },
    planById: async (id) => byId.get(id),
    planByTicket: async (ticket) => {
      const id = byTicket.get(ticket);
      if (id !== undefined || ticket.length < minimumPrefix) return id === undefined ? undefined : byId.get(id);
      const beginning = [...byId.values()].filter((plan) => plan.ticket.startsWith(ticket));
      return beginning.length === 1 ? beginning[0] : undefined;
    },
    plans: async (query) =>
      [...byId.values()]
        .reverse()
        .filter((plan) => fits({ plan, query }))
        .sort((left, right) => right.createdAt - left.createdAt)
        .slice(0, query.limit ?? 100),
    transition: async (change) => {
      const plan = byId.get(change.id);
      if (plan === undefined || !holds({ plan, change })) return undefined;
      const moved = copy({ ...plan, ...changedFields(change.set) });
      const events = chain(change.events);
      keep(moved);
      return { plan: moved, events };
    },
    extendLease: async (id, fence, leaseUntil) => {
      const plan = byId.get(id);
      const isHeld = plan?.claim?.fence === fence && (plan.state === 'claimed' || plan.state === 'executing');
      if (!isHeld || plan?.claim === undefined) return false;
      byId.set(id, { ...plan, claim: { ...plan.claim, leaseUntil } });
      return true;
    },
    decide: async (approval, events) => {
      if (approvals.has(approval.planId)) return false;
      chain(events);
      approvals.set(approval.planId, { ...approval });
      return true;
    },
    approvalOf: async (planId) => approvals.get(planId),
  };
};

const copy = (plan: Plan): Plan => structuredClone(plan);

/** Plans are replaced and never changed, so that each is measured once. */
const sizes = new WeakMap<Plan, number>();

const sizeOf = (plan: Plan): number => {
  const size = sizes.get(plan) ?? planBytes(plan);
  sizes.set(plan, size);
  return size;
};

const heldBy = ({ plan, known }: { plan: Plan; known: readonly Plan[] }): HeldPlans => {
  const held = known.filter(
    (other) =>
      other.principal === plan.principal &&
      openStates.includes(other.state) &&
      (other.state !== 'pending' || other.expiresAt > plan.createdAt),
  );
  const expiries = held.filter((other) => other.state === 'pending').map((other) => other.expiresAt);
  return {
    plans: held.length,
    bytes: held.reduce((sum, other) => sum + sizeOf(other), 0),
    nextExpiry: expiries.length === 0 ? undefined : Math.min(...expiries),
  };
};

const holds = ({ plan, change }: { plan: Plan; change: Transition }): boolean =>
  change.from.includes(plan.state) &&
  (change.fence === undefined || (plan.claim?.fence ?? 0) === change.fence) &&
  (change.notExpiredAt === undefined || plan.expiresAt > change.notExpiredAt) &&
  (change.leaseEndedBefore === undefined || (plan.claim !== undefined && plan.claim.leaseUntil < change.leaseEndedBefore));

const fits = ({ plan, query }: { plan: Plan; query: PlanQuery }): boolean =>
  (query.principal === undefined || plan.principal === query.principal) &&
  (query.instance === undefined || plan.instance === query.instance) &&
  (query.tool === undefined || plan.tool === query.tool) &&
  (query.profile === undefined || plan.profile === query.profile) &&
  (query.inputDigest === undefined || plan.inputDigest === query.inputDigest) &&
  (query.states === undefined || query.states.includes(plan.state));
