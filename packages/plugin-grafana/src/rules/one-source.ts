import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { RuleSource } from './rule-sources.ts';

/** Where one rule is looked up: in the Prometheus that is named, else in Grafana, else in the Prometheus of the profile. */
export const oneSource = async ({
  uid,
  reader,
  signal,
}: {
  uid: string | undefined;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<RuleSource> => {
  if (reader.hasGrafana && (uid === undefined || uid === 'grafana')) return { uid: 'grafana', datasource: undefined };
  const datasource = await reader.datasources.resolve({ uid, type: 'prometheus', signal });
  return { uid: datasource.uid, datasource };
};
