import type { Anchor, Approver, AuditTrail, Composition, Store } from '@lineclear/core';
import type { TokenBook } from './auth/token-book.ts';
import type { Folders } from './config/folders.ts';
import type { HostConfig } from './config/load-config.ts';
import type { Flags } from './flags.ts';
import type { HostSpec } from './host-spec.ts';
import type { HostLog, LogLevel } from './logger.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Surroundings } from './surroundings.ts';

/** What a command is made of. Each part is made when it is first asked for, once; a command pays for what it uses. */
export interface Parts {
  readonly spec: HostSpec;
  readonly surroundings: Surroundings;
  readonly flags: Flags;
  readonly folders: Folders;
  readonly log: HostLog;
  config(): Promise<HostConfig>;
  store(): Promise<Store>;
  /** Keeps the head of the audit chain outside the store. */
  anchor(): Promise<Anchor>;
  /** The audit trail for commands that do not compose. */
  trail(): Promise<AuditTrail>;
  tokens(): Promise<TokenBook>;
  /** The approvers whose public keys stand in the folder now. */
  approvers(): Promise<readonly Approver[]>;
  metrics(): Promise<Metrics>;
  composition(): Promise<Composition>;
  /** Closes what was made, last made first. */
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly spec: HostSpec;
  readonly surroundings: Surroundings;
  readonly flags: Flags;
  /** Where `LINECLEAR_LOG` says nothing. */
  readonly logLevel: LogLevel;
  /** Counts calls and plans. */
  readonly withMetrics?: boolean;
}
