import type { JsonObject } from '../plugin/json.ts';

/** What happened. Read events are written in batches; all others are durable before the call goes on. */
export type EventName =
  | 'read'
  | 'previewed'
  | 'asked'
  | 'claimed'
  | 'confirmed'
  | 'covered'
  | 'executed'
  | 'failed'
  | 'unknown'
  | 'reconciled'
  | 'stale'
  | 'rejected'
  | 'expired'
  | 'approved'
  | 'refused'
  | 'bad_state'
  | 'recovered'
  | 'approver_added'
  | 'approver_removed'
  | 'started'
  | 'stopped';

/** One event before it is chained. Fields that do not apply are left out. */
export interface EventDraft {
  readonly event: EventName;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly principal?: string;
  readonly client?: string;
  readonly remote_address?: string;
  readonly tool?: string;
  readonly plugin?: string;
  readonly profile?: string;
  readonly plan_id?: string;
  /** The confirmed plan that covers a call without a preview of its own. */
  readonly covered_by?: string;
  readonly input_digest?: string;
  /** Redacted. */
  readonly input?: JsonObject;
  readonly assurance?: string;
  readonly approver?: string;
  /** `ok`, or the error's code. */
  readonly outcome?: string;
  readonly duration_ms?: number;
  readonly trace_id?: string;
  readonly details?: JsonObject;
}

/** An event in the chain: `hash` is the SHA-256 of the canonical JSON of everything else, which includes `prev_hash`. */
export interface ChainedEvent extends EventDraft {
  readonly seq: number;
  readonly prev_hash: string;
  readonly hash: string;
}

/** The newest link of the chain. An empty chain has seq 0 and 64 zeros. */
export interface Head {
  readonly seq: number;
  readonly hash: string;
}
