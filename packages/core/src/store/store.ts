import type { JsonValue } from '../plugin/json.ts';
import type { ChainedEvent, EventDraft, Head } from './event.ts';
import type { Approval, Plan, PlanState } from './plan.ts';

/** How many unfinished plans one principal may hold; more is `rate_limited`. */
export interface PlanCaps {
  readonly plans: number;
  /** Of sealed input and preview text together. */
  readonly bytes: number;
}

export interface PlanQuery {
  readonly principal?: string;
  readonly instance?: string;
  readonly tool?: string;
  readonly profile?: string;
  readonly inputDigest?: string;
  readonly states?: readonly PlanState[];
  /** Newest first; 100 when absent. */
  readonly limit?: number;
}

/** A compare-and-set: it happens only while the plan is in one of `from` and all else that is given holds. */
export interface Transition {
  readonly id: string;
  readonly from: readonly PlanState[];
  /** Only under this fence; 0 is that of a plan which nobody has claimed yet. */
  readonly fence?: number;
  /** Only when `expiresAt` is later than this. */
  readonly notExpiredAt?: number;
  /** Only when the claim's lease ended before this. */
  readonly leaseEndedBefore?: number;
  readonly set: Partial<Omit<Plan, 'id' | 'ticket'>>;
  /** Chained in the same transaction; without the transition they are not written. */
  readonly events: readonly EventDraft[];
}

export interface EventQuery {
  readonly tool?: string;
  readonly plugin?: string;
  readonly profile?: string;
  readonly principal?: string;
  readonly planId?: string;
  readonly event?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  /** Only events with a larger seq. */
  readonly afterSeq?: number;
  /** `desc` (newest first) when absent. */
  readonly order?: 'asc' | 'desc';
  /** 100 when absent. */
  readonly limit?: number;
}

/**
 * Where plans, the audit chain and plugins' records are kept. Any number of processes may share one.
 * Every method rejects with LineclearError `audit_unavailable` when the store cannot be read or written (full, read-only, corrupt, busy for 10 s).
 */
export interface Store {
  /** For people: the file, or `memory`. */
  readonly location: string;
  /** A stable random id, made with the store. */
  readonly id: string;
  /** 32 random bytes, made with the store; seals inputs and request states. */
  readonly key: Uint8Array;

  /** Chains events durably, in order, in one transaction. */
  append(events: readonly EventDraft[]): Promise<readonly ChainedEvent[]>;
  head(): Promise<Head>;
  events(query: EventQuery): Promise<readonly ChainedEvent[]>;

  /** Stores a new plan and its event; `rate_limited` over the caps. */
  createPlan(plan: Plan, caps: PlanCaps, events: readonly EventDraft[]): Promise<readonly ChainedEvent[]>;
  planById(id: string): Promise<Plan | undefined>;
  /** By the exact ticket, or by a unique beginning of at least 8 characters (for people who type). */
  planByTicket(ticket: string): Promise<Plan | undefined>;
  plans(query: PlanQuery): Promise<readonly Plan[]>;
  /** The plan afterwards and the chained events, or `undefined` when the condition did not hold. */
  transition(change: Transition): Promise<{ plan: Plan; events: readonly ChainedEvent[] } | undefined>;
  /** Moves the lease of a claim this instance still holds. */
  extendLease(id: string, fence: number, leaseUntil: number): Promise<boolean>;

  /** Stores a decision; a plan has at most one. The event is chained with it. False when there already is one. */
  decide(approval: Approval, events: readonly EventDraft[]): Promise<boolean>;
  approvalOf(planId: string): Promise<Approval | undefined>;

  /** A small durable key-value space, `scope` = `plugin/profile`; also host records such as token hashes. */
  getState(scope: string, key: string): Promise<JsonValue | undefined>;
  setState(scope: string, key: string, value: JsonValue): Promise<void>;
  /** Sets it only where nothing is; false when something was. */
  createState(scope: string, key: string, value: JsonValue): Promise<boolean>;
  deleteState(scope: string, key: string): Promise<boolean>;
  listState(scope: string, query: { prefix?: string; limit?: number }): Promise<readonly { key: string; value: JsonValue }[]>;

  close(): Promise<void>;
}
