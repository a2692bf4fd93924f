import type { ChainedEvent, EventDraft, Head } from '../store/event.ts';
import type { EventQuery } from '../store/store.ts';

/** Hears every chained event of this process, in order, after it is durable. It must not throw; what it throws is logged. */
export type AuditHook = (events: readonly ChainedEvent[]) => void | Promise<void>;

/** Keeps the newest head outside the store, so that a cut tail shows. */
export interface Anchor {
  /** For people: the file, `syslog`, … */
  readonly location: string;
  write(head: Head): Promise<void>;
  /** The newest head that was kept, or `undefined` when there is none yet or the anchor cannot be read back. */
  read(): Promise<Head | undefined>;
  /** Every head that was kept, about in order of seq. With it, `verify` also finds a tail that was cut and written over since. */
  heads?(): AsyncIterable<Head>;
}

/** The audit trail of a running composition. */
export interface AuditTrail {
  /** Queues an event that nobody has to wait for, above all a read: written within 50 ms or with 256 others; waits when 4,096 are queued. Never rejects for a full store: `healthy` turns false. */
  record(event: EventDraft): void | Promise<void>;
  /** Chains durably, with whatever is queued before it; rejects with `audit_unavailable`. */
  append(events: readonly EventDraft[]): Promise<readonly ChainedEvent[]>;
  /** Tells mirror, anchor and hooks of events that a plan transition chained itself. */
  announce(events: readonly ChainedEvent[]): void;
  /** What is queued is written first, so that a caller sees its own reads. */
  query(query: EventQuery): Promise<readonly ChainedEvent[]>;
  /** False after a write failed, until one succeeds. */
  readonly healthy: boolean;
  /** False after the anchor could not be written, until it can; true without an anchor. */
  readonly anchorHealthy: boolean;
  /** Writes what is queued. Never rejects: `healthy` tells. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export type Verdict =
  | {
      readonly status: 'ok';
      readonly events: number;
      readonly head: Head;
      /** True when the last event itself is kept outside the store, so that nothing can be missing after it. */
      readonly anchored: boolean;
      /** The newest event that is; absent when none is. */
      readonly anchoredSeq?: number;
    }
  | { readonly status: 'broken'; readonly seq: number; readonly reason: string };
