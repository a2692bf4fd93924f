import type { Assurance, Risk } from '../plugin/context.ts';
import type { JsonObject } from '../plugin/json.ts';

/**
 * pending → claimed → executing → executed | failed | unknown, or out of pending: stale, rejected, expired.
 * `claimed` goes back to pending when its lease runs out; `executing` then becomes unknown.
 */
export type PlanState =
  | 'pending'
  | 'claimed'
  | 'executing'
  | 'executed'
  | 'failed'
  | 'unknown'
  | 'stale'
  | 'rejected'
  | 'expired';

/** Who holds a plan: only the holder whose fence matches may move it on. */
export interface Claim {
  readonly instance: string;
  /** Grows with every claim of this plan; an older holder's transition no longer matches. */
  readonly fence: number;
  /** Milliseconds since the epoch; extended while the holder lives. */
  readonly leaseUntil: number;
}

/** A stored preview, bound to tool, definition, profile, input, guard and principal. Times are milliseconds since the epoch. */
export interface Plan {
  /** Also the idempotency key of the execution. */
  readonly id: string;
  /** The public handle. */
  readonly ticket: string;
  readonly tool: string;
  readonly definitionHash: string;
  readonly profile: string;
  readonly inputDigest: string;
  readonly principal: string;
  /** The host instance that previewed it. */
  readonly instance: string;
  /** Canonical JSON. */
  readonly guard: string;
  readonly risk: Risk;
  /** The assurance that the confirmation needs. */
  readonly required: Assurance;
  /** What the caller was shown, redacted. */
  readonly preview: JsonObject;
  /** The input, sealed; removed when the plan is final. */
  readonly sealedInput: string | undefined;
  readonly state: PlanState;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly claim: Claim | undefined;
  /** How it was decided, once it was. */
  readonly assurance: Assurance | undefined;
  readonly approver: string | undefined;
  /** The answer of a final plan, replayed to every later confirmation. */
  readonly receipt: JsonObject | undefined;
}

/** A person's signed decision on one plan, made outside the model's reach. */
export interface Approval {
  readonly planId: string;
  readonly decision: 'approved' | 'rejected';
  readonly approver: string;
  readonly decidedAt: number;
  /** Ed25519 over the canonical JSON of the decision and the plan's bindings, base64url. */
  readonly signature: string;
}
