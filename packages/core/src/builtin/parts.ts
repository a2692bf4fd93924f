import type { AuditTrail } from '../audit/types.ts';
import type { ConnectionPool } from '../connections/types.ts';
import type { Clock } from '../plugin/context.ts';
import type { Profile } from '../profiles/types.ts';
import type { Store } from '../store/store.ts';

/** What the built-in tools report on. `pool` is made after the registry, so it is asked for at call time. */
export interface BuiltinParts {
  readonly version: string;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly pool: () => ConnectionPool;
  readonly store: Store;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly approveCommand: string;
  /** Where the configuration came from: a file's path, or `built in`. */
  readonly origin: string;
}
