import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from '../datasources/datasource.ts';
import { PrometheusClient } from './prometheus-client.ts';

/** The Prometheus with this uid or name, or the default one. */
export const openPrometheus = async ({
  reader,
  uid,
  signal,
}: {
  reader: GrafanaReader;
  uid: string | undefined;
  signal: AbortSignal;
}): Promise<{ readonly datasource: Datasource; readonly client: PrometheusClient }> => {
  const datasource = await reader.datasources.resolve({ uid, type: 'prometheus', signal });
  return { datasource, client: new PrometheusClient(reader.target(datasource)) };
};
