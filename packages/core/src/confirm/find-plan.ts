import type { Plan, PlanState } from '../store/plan.ts';
import type { ConfirmDependencies } from './dependencies.ts';
import type { WriteCall } from './types.ts';

/** Why no plan stands behind a confirmation. Never says whether someone else's plan exists. */
export type Missing =
  | 'no_preview'
  | 'stale_preview'
  | 'unknown_ticket'
  | 'other_arguments'
  | 'other_profile'
  | 'other_tool'
  | 'definition_changed';

export type Found = { readonly plan: Plan } | { readonly missing: Missing };

const live: readonly PlanState[] = ['pending', 'claimed', 'executing'];
const finished: readonly PlanState[] = ['executed', 'failed', 'unknown', 'rejected', 'stale', 'expired'];

/**
 * Finds the plan that a confirmation means: by its ticket; else the newest live one of the same principal and host instance with the
 * same tool, profile and input (one that a person has decided goes first); else the newest finished one.
 */
export const findPlan = async ({
  write,
  ticket,
  parts,
}: {
  write: WriteCall;
  ticket: string | undefined;
  parts: ConfirmDependencies;
}): Promise<Found> => {
  const plan = ticket === undefined ? await newestPlan({ write, parts }) : await parts.store.planByTicket(ticket);
  if (plan === undefined) return { missing: ticket === undefined ? 'no_preview' : 'unknown_ticket' };
  // A beginning of a ticket is for people at a terminal; a call must name the whole one.
  if (ticket !== undefined && plan.ticket !== ticket) return { missing: 'unknown_ticket' };
  const problem = mismatch({ plan, write });
  return problem === undefined ? { plan } : { missing: problem };
};

/** What of a plan does not fit this call, or `undefined` when all of it does. */
export const mismatch = ({ plan, write }: { plan: Plan; write: WriteCall }): Missing | undefined => {
  if (plan.principal !== write.by.principal) return 'unknown_ticket';
  if (plan.tool !== write.entry.name) return 'other_tool';
  if (plan.profile !== write.profile.name) return 'other_profile';
  if (plan.inputDigest !== write.digest) return 'other_arguments';
  if (plan.definitionHash !== write.entry.definitionHash) return 'definition_changed';
  return undefined;
};

const newestPlan = async ({ write, parts }: { write: WriteCall; parts: ConfirmDependencies }): Promise<Plan | undefined> => {
  const same = {
    principal: write.by.principal,
    instance: parts.instance,
    tool: write.entry.name,
    profile: write.profile.name,
    inputDigest: write.digest,
  };
  const now = parts.clock.now();
  const open = (await parts.store.plans({ ...same, states: live })).filter(
    (plan) => plan.state !== 'pending' || plan.expiresAt > now,
  );
  // An approval given to an earlier preview of the same call must not be lost because the call was previewed again.
  for (const plan of open) if ((await parts.store.approvalOf(plan.id)) !== undefined) return plan;
  if (open[0] !== undefined) return open[0];
  const [newest] = await parts.store.plans({ ...same, states: ['pending', ...finished], limit: 1 });
  return newest;
};
