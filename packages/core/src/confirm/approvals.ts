import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import { open } from '../digest/seal.ts';
import type { Approval, Plan } from '../store/plan.ts';
import { isSigned } from './approver.ts';
import { type ConfirmDependencies, planEvent } from './dependencies.ts';

/** A pending plan as an approver must see it before deciding. */
export interface Pending {
  readonly plan: Plan;
  /** The arguments as received, without secret values; `undefined` when they cannot be opened. */
  readonly input: JsonObject | undefined;
  readonly approval: Approval | undefined;
}

/** Plans that wait for a person, across all principals; for people at a terminal, never for a tool. */
export const listPending = async (parts: Parts): Promise<readonly Pending[]> => {
  const plans = await parts.store.plans({ states: ['pending'], limit: 1_000 });
  const now = parts.clock.now();
  return Promise.all(
    plans.filter((plan) => plan.expiresAt > now && plan.required !== 'model').map((plan) => pendingOf({ plan, parts })),
  );
};

/** One pending plan by its ticket or a unique beginning of it; `not_found`, `expired` or `conflict` (no longer pending) otherwise. */
export const describePending = async ({ ticket, parts }: { ticket: string; parts: Parts }): Promise<Pending> => {
  const plan = await parts.store.planByTicket(ticket);
  if (plan === undefined) {
    throw new LineclearError('not_found', `No plan has the ticket "${ticket}".`, { hint: 'List waiting plans with: approvals' });
  }
  if (plan.state !== 'pending')
    throw new LineclearError('conflict', `The plan is ${plan.state} already.`, { details: { state: plan.state } });
  if (plan.expiresAt <= parts.clock.now()) throw new LineclearError('expired', 'The preview is too old; ask for a new one.');
  return pendingOf({ plan, parts });
};

/** Stores a signed decision with its event. `unauthenticated` when no pinned approver signed it, `conflict` when there is a decision already. */
export const decidePlan = async ({ approval, parts }: { approval: Approval; parts: Parts }): Promise<void> => {
  const plan = await parts.store.planById(approval.planId);
  if (plan === undefined) throw new LineclearError('not_found', 'The plan is gone.');
  if (!isSigned({ plan, approval, approvers: parts.approvers })) {
    throw new LineclearError(
      'unauthenticated',
      `"${approval.approver}" is no approver of this host, or the signature does not fit.`,
    );
  }
  const event = planEvent({
    event: approval.decision,
    plan,
    clock: parts.clock,
    approver: approval.approver,
    assurance: 'human',
    details: { signature: approval.signature, decided_at: approval.decidedAt },
  });
  if (!(await parts.store.decide(approval, [event]))) {
    throw new LineclearError('conflict', 'This plan has a decision already.');
  }
  if (approval.decision === 'approved') return;
  await parts.store.transition({
    id: plan.id,
    from: ['pending'],
    set: { state: 'rejected', sealedInput: undefined },
    events: [],
  });
};

/** The part of the confirm protocol that a person at a terminal needs. */
export type Parts = Pick<ConfirmDependencies, 'store' | 'clock' | 'approvers'>;

const pendingOf = async ({ plan, parts }: { plan: Plan; parts: Parts }): Promise<Pending> => {
  const text =
    plan.sealedInput === undefined
      ? undefined
      : open({ key: parts.store.key, sealed: plan.sealedInput, context: `input:${plan.id}` });
  return { plan, input: text === undefined ? undefined : JSON.parse(text), approval: await parts.store.approvalOf(plan.id) };
};
