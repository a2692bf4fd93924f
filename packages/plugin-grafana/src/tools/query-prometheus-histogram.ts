import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { emptyHints } from '../prometheus/empty-hints.ts';
import { checkLabels, familyOf, histogramQuery, histogramWarnings } from '../prometheus/histogram-query.ts';
import { datasourceUid, end, start as startInput, stepSeconds } from '../prometheus/inputs.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { publishedEnvelope } from '../prometheus/published-envelope.ts';
import { evaluate, planRange } from '../prometheus/run-query.ts';
import { isNeverFinite, seriesOf, seriesRow, toSeriesRows } from '../prometheus/shown-series.ts';
import { shownWarnings } from '../prometheus/shown-warnings.ts';

const published: Alias = {
  name: 'mcp_grafana_query_prometheus_histogram',
  input: (args) => ({
    points: 1_000,
    ...renameArguments({ ...queryArguments, rateInterval: 'rate_interval', stepSeconds: 'step_seconds' })(args),
  }),
  output: (answer) => ({
    result: publishedEnvelope({ ...answer, result_type: 'matrix' })['data'] ?? null,
    query: answer['query'] ?? '',
    hints: answer['hints'] ?? [],
  }),
};

const mostSeries = 20;

const isMetric = (text: string): boolean => /^[A-Za-z_:][A-Za-z0-9_:]{0,499}$/.test(text);
const isDuration = (text: string): boolean => /^(?:\d{1,6}(?:ms|[smhdwy])){1,6}$/.test(text);

export const queryPrometheusHistogram = grafana.read({
  name: 'query_prometheus_histogram',
  title: 'Query a histogram',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'Compute a percentile of a Prometheus histogram over time. Use query_prometheus for other queries, and pictures.',
  input: z.strictObject({
    metric: z.string().refine(isMetric, 'is no name of a metric').describe('With or without _bucket.'),
    percentile: z.number().min(0).max(100).describe('Such as 95.'),
    labels: z.string().default('').describe('Matchers: job="api",code="200".'),
    rate_interval: z.string().refine(isDuration, 'is no duration such as 5m').default('5m').describe('Of rate().'),
    datasource_uid: datasourceUid,
    start: startInput,
    end,
    step_seconds: stepSeconds,
    points: z.int().min(0).max(1_000).default(5).describe('Raw ones.'),
  }),
  output: z.object({
    query: z.string().describe('The PromQL that was run.'),
    datasource: z.string(),
    start: z.string(),
    end: z.string(),
    step_seconds: z.number(),
    series: z.array(seriesRow),
    warnings: z.array(z.string()).describe('Also where the metric is no histogram.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { metric, percentile, labels } = input;
    if (labels.trim() !== '') await checkLabels(labels);
    const { datasource, client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const query = histogramQuery({ metric, percentile, labels, rateInterval: input.rate_interval });
    const evaluation = planRange({
      start: input.start,
      end: input.end,
      wantedStepS: input.step_seconds,
      nowMs: clock.now(),
    });
    const answer = await evaluate({ client, expr: query, evaluation, signal });
    // There is one; another server behind the same API may have it otherwise.
    const series = seriesOf(answer).slice(0, mostSeries);
    const { range, stepS, notes } = evaluation;
    const warnings = series.length > 0 ? [] : await histogramWarnings({ client, metric, range, signal });
    const isUnexplained = series.length === 0 && warnings.length === 0;
    return {
      query,
      datasource: datasource.uid,
      start: new Date(range.fromMs).toISOString(),
      end: new Date(range.toMs).toISOString(),
      step_seconds: stepS,
      series: toSeriesRows({ series, isRange: true, points: input.points }),
      warnings: [...warnings, ...shownWarnings(answer)],
      hints: [
        ...notes,
        ...(percentile > 0 && percentile < 1
          ? [
              `percentile is out of 100: ${percentile} is nearly the smallest value. For the ${toPercent(percentile)}th give ${toPercent(percentile)}.`,
            ]
          : []),
        ...(series.some(isNeverFinite) ? [`No requests were counted in ${familyOf(metric)} in this range.`] : []),
        ...(isUnexplained ? await emptyHints({ client, expr: query, range, signal }) : []),
      ],
    };
  },
});

const toPercent = (share: number): number => Number((share * 100).toFixed(4));
