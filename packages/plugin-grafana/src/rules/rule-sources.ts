import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from '../datasources/datasource.ts';

/** Who evaluates rules: Grafana itself, or a Prometheus. */
export interface RuleSource {
  readonly uid: string;
  /** Absent for Grafana itself. */
  readonly datasource: Datasource | undefined;
}

interface Where {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

const own = 'grafana';

/** The source that is named; without a name Grafana itself, and the Prometheus of the profile or Grafana's default one. */
export const ruleSources = async ({
  uid,
  reader,
  signal,
}: Where & { uid: string | undefined }): Promise<readonly RuleSource[]> => {
  if (uid === own && reader.hasGrafana) return [{ uid, datasource: undefined }];
  const grafana = uid === undefined && reader.hasGrafana ? [{ uid: own, datasource: undefined }] : [];
  try {
    const datasource = await reader.datasources.resolve({ uid, type: 'prometheus', signal });
    return [...grafana, { uid: datasource.uid, datasource }];
  } catch (error) {
    if (grafana.length > 0 && isUndecided(error)) return grafana;
    throw error;
  }
};

// No Prometheus, or several without a default: then Grafana's own rules are the answer.
const isUndecided = (error: unknown): boolean =>
  LineclearError.is(error) &&
  (error.details?.['reason'] === 'no_datasource' || error.details?.['reason'] === 'datasource_ambiguous');
