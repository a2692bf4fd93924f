import type { AuditTrail } from '../audit/types.ts';
import type { Clock, Log } from '../plugin/context.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { EventDraft, EventName } from '../store/event.ts';
import { coverOf } from '../store/plan-cover.ts';
import type { Plan } from '../store/plan.ts';
import type { Store } from '../store/store.ts';
import type { Approver } from './approver.ts';
import type { AnyWriteCall, By } from './types.ts';

/** What preview, confirm and recovery work with. Times are milliseconds. */
export interface ConfirmDependencies {
  readonly store: Store;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this host instance in plans and claims. */
  readonly instance: string;
  readonly approvers: readonly Approver[];
  /** What a person types to approve, without the ticket: `lineclear approve`. */
  readonly approveCommand: string;
  /** Redacts and cleans what a plugin said before anyone sees it. */
  readonly present: (value: unknown) => JsonValue;
  /** Hides secrets and changes nothing else, in what is kept and compared. */
  readonly hide: <Value>(value: Value) => Value;
  /** Writes between their claim and their outcome; a composition does not close before they have ended. */
  readonly running: Set<Promise<unknown>>;
  /** Ids of the plans that this process has claimed and still works on, with the fence of the claim. */
  readonly held: Map<string, number>;
  readonly limits: {
    readonly planMs: number;
    readonly leaseMs: number;
    readonly pendingPlans: number;
    readonly pendingBytes: number;
    readonly readMs: number;
  };
}

/** An audit event about a write call, with everything that names it. */
export const eventOf = ({
  event,
  write,
  plan,
  clock,
  ...rest
}: { event: EventName; write: AnyWriteCall; plan?: Plan; clock: Clock } & Partial<EventDraft>): EventDraft => ({
  event,
  time: new Date(clock.now()).toISOString(),
  ...namesOf(write.by),
  tool: write.entry.name,
  plugin: write.entry.plugin,
  profile: write.profile.name,
  ...(plan === undefined ? {} : { plan_id: plan.id, ...coverOf(plan) }),
  input_digest: write.digest,
  ...rest,
});

/** An audit event about a plan that no call stands behind: recovery, expiry, a person's decision. */
export const planEvent = ({
  event,
  plan,
  clock,
  ...rest
}: { event: EventName; plan: Plan; clock: Clock } & Partial<EventDraft>): EventDraft => ({
  event,
  time: new Date(clock.now()).toISOString(),
  principal: plan.principal,
  tool: plan.tool,
  profile: plan.profile,
  plan_id: plan.id,
  ...coverOf(plan),
  input_digest: plan.inputDigest,
  ...rest,
});

const namesOf = (by: By): Partial<EventDraft> => ({
  principal: by.principal,
  ...(by.client === undefined ? {} : { client: by.client }),
  ...(by.remoteAddress === undefined ? {} : { remote_address: by.remoteAddress }),
  ...(by.traceId === undefined ? {} : { trace_id: by.traceId }),
});
