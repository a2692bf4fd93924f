import type { BrokerPort } from '../broker/broker.ts';
import type { ResultPort } from '../results/results.ts';
import type { CeleryReader } from './celery-reader.ts';
import type { Station } from './station.ts';

/** What a confirmed write may do beside reading. */
export interface CeleryWriter {
  readonly reader: CeleryReader;
  readonly broker: Pick<BrokerPort, 'publish' | 'remove' | 'purge' | 'control'>;
  readonly results: Pick<ResultPort, 'replyTo' | 'prepareChord'>;
}

export const celeryWriter = ({ station, reader }: { station: Station; reader: CeleryReader }): CeleryWriter => ({
  reader,
  broker: station.broker,
  results: station.results,
});
