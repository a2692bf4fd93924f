import type { AuditTrail } from '../audit/types.ts';
import type { ConfirmDependencies } from '../confirm/dependencies.ts';
import type { ConnectionPool } from '../connections/types.ts';
import type { Clock, Log } from '../plugin/context.ts';
import type { Policy } from '../policy/policy.ts';
import type { RateLimit } from '../policy/rate.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Profile } from '../profiles/types.ts';
import type { Registry } from '../registry/types.ts';
import type { Store } from '../store/store.ts';
import type { AbsentTools } from './absent-tools.ts';
import type { Presenter } from './answers.ts';
import type { CallObserver } from './types.ts';

/** Everything the call path stands on; `compose` provides it. */
export interface CallDependencies {
  readonly registry: Registry;
  readonly absent: AbsentTools;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly policy: Policy;
  readonly rate: RateLimit;
  readonly pool: ConnectionPool;
  readonly store: Store;
  readonly trail: AuditTrail;
  readonly redactor: Redactor;
  readonly presenter: Presenter;
  readonly confirm: ConfirmDependencies;
  readonly clock: Clock;
  readonly log: Log;
  readonly observe: CallObserver | undefined;
  readonly limits: { readonly inputBytes: number; readonly inputDepth: number };
}
