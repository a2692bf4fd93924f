import type { Anchor, AuditHook } from './audit/types.ts';
import type { CallObserver } from './calls/types.ts';
import type { Approver } from './confirm/approver.ts';
import type { DeferredPlugin, PluginEntry } from './registry/deferred-plugin.ts';
import type { Clock, Log } from './plugin/context.ts';
import type { ProfilesConfig } from './profiles/types.ts';
import type { Selection } from './registry/types.ts';
import type { Store } from './store/store.ts';

export interface ComposeOptions {
  /** The server's name, title and version as clients show them. */
  readonly name?: string;
  readonly title?: string;
  readonly version?: string;
  readonly plugins: readonly (PluginEntry | DeferredPlugin)[];
  readonly profiles: ProfilesConfig;
  /** Memory when absent: plans and the audit trail end with the process. */
  readonly store?: Store;
  /** Public keys pinned for this composition; without one, a plan that needs a person outside the client stays closed. */
  readonly approvers?: readonly Approver[];
  readonly anchor?: Anchor;
  readonly hooks?: { readonly audit?: AuditHook; readonly call?: CallObserver };
  readonly logger?: Log;
  readonly clock?: Clock;
  readonly selection?: Selection;
  /** Files and folders that no tool may touch: state, configuration, tokens. */
  readonly protectedPaths?: readonly string[];
  /** Names this host instance; plans without a ticket are found within one instance. Random when absent. */
  readonly instance?: string;
  readonly limits?: Partial<Limits>;
  /** What to type to approve a plan, for people: `lineclear approve`. */
  readonly approveCommand?: string;
}

/** Budgets of a composition. Times are milliseconds, sizes bytes of UTF-8 text. */
export interface Limits {
  /** A preview can be confirmed for this long. */
  readonly planMs: number;
  /** A claim is held this long without a sign of life. */
  readonly leaseMs: number;
  /** Unfinished plans of one principal. */
  readonly pendingPlans: number;
  readonly pendingBytes: number;
  /** One answer's text. */
  readonly answerBytes: number;
  /** One call's arguments. */
  readonly inputBytes: number;
  /** Nested objects and lists in arguments. */
  readonly inputDepth: number;
  /** Calls per second and principal, with twice as many at once. */
  readonly callsPerSecond: number;
  readonly readMs: number;
  readonly executeMs: number;
  /** The pause before a safe request is sent again over HTTP; twice as long before the last attempt. */
  readonly retryPauseMs: number;
  /** How long a client that says it can ask a person is waited for. */
  readonly askMs: number;
}

export const defaultLimits: Limits = {
  planMs: 600_000,
  leaseMs: 30_000,
  pendingPlans: 100,
  pendingBytes: 16 << 20,
  answerBytes: 100_000,
  inputBytes: 2 << 20,
  inputDepth: 64,
  callsPerSecond: 200,
  readMs: 30_000,
  executeMs: 120_000,
  retryPauseMs: 100,
  askMs: 50_000,
};
