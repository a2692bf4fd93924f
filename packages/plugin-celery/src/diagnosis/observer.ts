import type { Clock } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What an observation needs. */
export interface Observer {
  readonly reader: CeleryReader;
  readonly ledger: Pick<Ledger, 'get' | 'cancellationOf'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
