import { LineclearError } from '../plugin/errors.ts';
import type { Plan } from './plan.ts';
import type { PlanCaps } from './store.ts';

/** What a principal already holds: plans in work and pending ones that have not expired. */
export interface HeldPlans {
  readonly plans: number;
  readonly bytes: number;
  /** When the next pending one expires; milliseconds since the epoch. */
  readonly nextExpiry: number | undefined;
}

/** Throws `rate_limited` when the plan would lift its principal over the caps. */
export const assertWithinCaps = ({ plan, held, caps }: { plan: Plan; held: HeldPlans; caps: PlanCaps }): void => {
  const tooMany = held.plans + 1 > caps.plans;
  if (!tooMany && held.bytes + planBytes(plan) <= caps.bytes) return;
  const waitMs = (held.nextExpiry ?? plan.expiresAt) - plan.createdAt;
  throw new LineclearError(
    'rate_limited',
    tooMany ? tooManyText(held.plans) : 'The open previews of this caller are too large together.',
    {
      hint: 'Confirm or let expire some of the open previews, then preview again.',
      retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
      details: { reason: tooMany ? 'too_many_plans' : 'too_many_plan_bytes', open_plans: held.plans, max_plans: caps.plans },
      effect: 'none',
    },
  );
};

/** The size of a plan for its principal's cap: sealed input and preview, in bytes of UTF-8. */
export const planBytes = (plan: Pick<Plan, 'sealedInput' | 'preview'>): number =>
  Buffer.byteLength(plan.sealedInput ?? '') + Buffer.byteLength(JSON.stringify(plan.preview));

const tooManyText = (plans: number): string => `This caller already has ${plans} open previews.`;
