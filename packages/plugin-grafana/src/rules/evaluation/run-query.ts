import type { GrafanaReader } from '../../client/grafana-reader.ts';
import type { QueryTarget } from '../../client/query-target.ts';
import type { Datasource } from '../../datasources/datasource.ts';
import { isOfType } from '../../datasources/types.ts';
import { type JsonObject, numberAt, objectAt, textAt, valueAt } from '../../json/json-value.ts';
import { msToNs } from '../../loki/ns-time.ts';
import { queryAnswer as lokiAnswer, type QueryData } from '../../loki/schemas.ts';
import { PrometheusClient } from '../../prometheus/prometheus-client.ts';
import type { QueryAnswer } from '../../prometheus/schemas.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { NotEvaluable, type Values } from './values.ts';

/** As many points as show a shape; Grafana itself takes up to 43,200. */
const mostPoints = 500;

/** Asks a query of a rule, as it stands, at this moment. Throws {@link NotEvaluable} for languages that are not known here. */
export const runRuleQuery = async ({
  query,
  datasource,
  nowMs,
  reader,
  signal,
}: {
  query: JsonObject;
  datasource: Datasource;
  nowMs: number;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Values> => {
  const model = objectAt(query, 'model');
  const expr = textAt(model, 'expr');
  const relative = objectAt(query, 'relativeTimeRange');
  const range = {
    fromMs: nowMs - (numberAt(relative, 'from') ?? 600) * 1_000,
    toMs: nowMs - (numberAt(relative, 'to') ?? 0) * 1_000,
  };
  const asked = {
    range,
    stepS: stepOf({ model, range }),
    isRange: isRange({ query, model }),
    target: reader.target(datasource),
    signal,
  };
  if (expr !== undefined && isOfType({ candidate: datasource, type: 'prometheus' }))
    return toValues(await askPrometheus({ expr, ...asked }));
  if (expr !== undefined && datasource.type === 'loki') return toValues(await askLoki({ expr, ...asked }));
  const type = JSON.stringify(datasource.type.slice(0, 60));
  throw new NotEvaluable(`A query to a datasource of the type ${type} is run by Grafana alone.`);
};

const isRange = ({ query, model }: { query: JsonObject; model: JsonObject | undefined }): boolean =>
  valueAt(model, 'range') === true || [textAt(query, 'queryType'), textAt(model, 'queryType')].includes('range');

const stepOf = ({ model, range: { fromMs, toMs } }: { model: JsonObject | undefined; range: TimeRange }): number =>
  Math.max(1, Math.ceil(Math.max(numberAt(model, 'intervalMs') ?? 1_000, (toMs - fromMs) / mostPoints) / 1_000));

interface Asked {
  readonly expr: string;
  readonly range: TimeRange;
  readonly stepS: number;
  readonly isRange: boolean;
  readonly target: QueryTarget;
  readonly signal: AbortSignal;
}

const askPrometheus = async ({ expr, range, stepS, isRange: overTime, target, signal }: Asked): Promise<QueryAnswer['data']> => {
  const client = new PrometheusClient(target);
  const answer = overTime
    ? await client.queryRange({ expr, range, stepS, signal })
    : await client.query({ expr, timeMs: range.toMs, signal });
  return answer.data;
};

const askLoki = async ({ expr, range, stepS, isRange: overTime, target, signal }: Asked): Promise<QueryData> => {
  const [start, end] = [String(msToNs(range.fromMs)), String(msToNs(range.toMs))];
  const answer = overTime
    ? await target.get('/loki/api/v1/query_range', { query: { query: expr, start, end, step: `${stepS}s` }, signal })
    : await target.get('/loki/api/v1/query', { query: { query: expr, time: end }, signal });
  return answer.json(lokiAnswer).data;
};

const toValues = (found: QueryAnswer['data'] | QueryData): Values => {
  if (found.resultType === 'vector') {
    const items = found.result.map(({ metric, value }) => ({ labels: labelsOf(metric), value: value?.value ?? Number.NaN }));
    return { kind: 'numbers', items };
  }
  if (found.resultType === 'matrix') {
    const items = found.result.map(({ metric, values = [] }) => ({
      labels: labelsOf(metric),
      values: values.map(({ value }) => value),
    }));
    return { kind: 'series', items };
  }
  if (found.resultType === 'scalar') return { kind: 'numbers', items: [{ labels: {}, value: found.result.value }] };
  throw new NotEvaluable('The query yields lines or text, and no number.');
};

const labelsOf = (metric: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metric).filter(([name]) => name !== '__name__'));
