import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from '../datasources/datasource.ts';
import { LokiClient } from './loki-client.ts';

/** The Loki with this uid or name, or the default one. */
export const openLoki = async ({
  reader,
  uid,
  signal,
}: {
  reader: GrafanaReader;
  uid: string | undefined;
  signal: AbortSignal;
}): Promise<{ readonly datasource: Datasource; readonly client: LokiClient }> => {
  const datasource = await reader.datasources.resolve({ uid, type: 'loki', signal });
  return { datasource, client: new LokiClient(reader.target(datasource)) };
};
