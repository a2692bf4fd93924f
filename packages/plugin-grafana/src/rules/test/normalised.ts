import type { JsonObject } from '../../json/json-value.ts';
import { normaliseRule } from '../normalise-rule.ts';

export const datasources = [
  { uid: 'prom-1', name: 'Metrics', type: 'prometheus', isDefault: true },
  { uid: 'loki-1', name: 'Logs', type: 'loki', isDefault: false },
];

const identity = {
  title: 'Errors',
  ruleGroup: 'tunnel',
  folderUID: 'tunnel',
  for: '5m',
  noDataState: 'NoData',
  execErrState: 'Error',
  orgID: 1,
};

/** A query for one value with everything that Grafana wants of it. */
export const instant = (expr: string): JsonObject => ({
  refId: 'A',
  datasourceUid: 'prom-1',
  queryType: '',
  relativeTimeRange: { from: 600, to: 0 },
  model: {
    refId: 'A',
    expr,
    datasource: { type: 'prometheus', uid: 'prom-1' },
    instant: true,
    range: false,
    intervalMs: 1000,
    maxDataPoints: 43200,
  },
});

/** A query for one value, and that it is above a number: nothing of it is put right. */
export const compared = (expr: string): JsonObject => ({
  condition: 'B',
  data: [
    instant(expr),
    {
      refId: 'B',
      datasourceUid: '__expr__',
      queryType: '',
      relativeTimeRange: { from: 0, to: 0 },
      model: {
        refId: 'B',
        datasource: { type: '__expr__', uid: '__expr__' },
        type: 'threshold',
        expression: 'A',
        conditions: [{ evaluator: { type: 'gt', params: [5] } }],
        intervalMs: 1000,
        maxDataPoints: 43200,
      },
    },
  ],
});

/** A rule with the fields that every one has, put right. */
export const normalised = (rule: JsonObject) => normaliseRule({ rule: { ...identity, ...rule }, datasources });
