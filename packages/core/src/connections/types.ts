import type { AnyConnection } from '../plugin/connection.ts';

/** What is known of one connection in one profile. */
export interface ConnectionStatus {
  readonly connection: string;
  readonly profile: string;
  readonly health: 'up' | 'down' | 'unknown';
  readonly latency_ms?: number;
  readonly checked_at?: string;
  readonly last_error?: { readonly code: string; readonly message: string };
  /** What the probe answered, shortened and redacted. */
  readonly answer?: unknown;
}

/** Opens connections once per profile and door, and keeps them until close. */
export interface ConnectionPool {
  /** Single-flight; a failed opening is not kept. */
  reader(connection: AnyConnection, profile: string): Promise<unknown>;
  writer(connection: AnyConnection, profile: string): Promise<unknown>;
  /** The last known state; probes those never probed (or all, with refresh), in parallel, each within 5 s. */
  status(query: { profiles: readonly string[]; refresh?: boolean }): Promise<readonly ConnectionStatus[]>;
  /** What a call learnt of a backend: no error proves that it is up; some errors prove that it is down, others nothing. */
  report(outcome: { connection: AnyConnection; profile: string; error?: unknown }): void;
  /** Closes every connection once, whatever one of them throws; later openings are refused. */
  close(): Promise<void>;
}
