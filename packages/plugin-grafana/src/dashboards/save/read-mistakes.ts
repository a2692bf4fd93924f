import type { GrafanaReader } from '../../client/grafana-reader.ts';
import { isOfType } from '../../datasources/types.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { readMetricTypes } from '../../prometheus/read-metric-types.ts';
import { type DashboardExpressionFinding, lintDashboard } from '../lint-dashboard.ts';
import { classicView } from '../view/classic-view.ts';
import { knownDatasources } from './plan-save.ts';

interface Ask {
  readonly dashboard: JsonObject;
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** The mistakes in the expressions of a dashboard, with what its Prometheus knows about the metrics where it has one. */
export const readMistakes = async ({ dashboard, ...ask }: Ask): Promise<readonly DashboardExpressionFinding[]> => {
  const metricTypes = await typesFor({ dashboard, ...ask });
  return lintDashboard({ dashboard, context: metricTypes === undefined ? {} : { metricTypes } });
};

/** Of several servers one name may be different metrics, so that only the types of a single one are believed. */
const typesFor = async ({ dashboard, reader, signal }: Ask) => {
  const uids = new Set(classicView(dashboard).panels.flatMap(({ queries }) => queries.map(({ datasource }) => datasource.uid)));
  const asked = (await knownDatasources({ reader, signal })).filter(
    (candidate) => uids.has(candidate.uid) && isOfType({ candidate, type: 'prometheus' }),
  );
  const [only] = asked;
  return only === undefined || asked.length > 1 ? undefined : readMetricTypes({ target: reader.target(only), signal });
};
