import { type Alias, type JsonObject, withImages } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { mostSeries } from '../charts/line-chart.ts';
import { grafana } from '../connection.ts';
import { durationMs } from '../expressions/literals.ts';
import { emptyHints } from '../prometheus/empty-hints.ts';
import { fillMacros, variableHints } from '../prometheus/fill-macros.ts';
import { datasourceUid, end, start as startInput, stepSeconds } from '../prometheus/inputs.ts';
import { lintHints } from '../prometheus/lint-hints.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { publishedEnvelope } from '../prometheus/published-envelope.ts';
import { evaluate, lookedInto, planInstant, planRange } from '../prometheus/run-query.ts';
import { seriesPicture } from '../prometheus/series-picture.ts';
import { isNeverFinite, seriesOf, seriesRow, toSeriesRows } from '../prometheus/shown-series.ts';
import { shownWarnings } from '../prometheus/shown-warnings.ts';

const published: Alias = {
  name: 'mcp_grafana_query_prometheus',
  input: (args) => ({
    query_type: 'range',
    // The old answer has nothing but raw points.
    points: 1_000,
    limit: 100,
    ...renameArguments({
      ...queryArguments,
      query: 'expr',
      queryType: 'query_type',
      stepSeconds: 'step_seconds',
      step: 'step_seconds',
    })(withStep(args)),
  }),
  output: publishedEnvelope,
};

/** A step was `60s` too. */
const withStep = ({ step, ...args }: JsonObject): JsonObject => {
  if (step === undefined) return args;
  const stepMs = durationMs(String(step));
  return { ...args, step: stepMs === undefined ? step : stepMs / 1_000 };
};

export const queryPrometheus = grafana.read({
  name: 'query_prometheus',
  title: 'Query Prometheus',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description:
    'Run a PromQL query, now or over a range, with a summary of every series. Use query_prometheus_histogram for percentiles of a histogram.',
  input: z.strictObject({
    expr: z.string().min(1).describe('PromQL.'),
    datasource_uid: datasourceUid,
    start: startInput,
    end,
    query_type: z.enum(['instant', 'range']).optional().describe('Default: range with a start or picture.'),
    step_seconds: stepSeconds,
    limit: z.int().min(1).max(100).default(20).describe('Series.'),
    points: z.int().min(0).max(1_000).default(5).describe('Raw ones per series.'),
    picture: z.boolean().default(false).describe('Add a line chart.'),
  }),
  output: z.object({
    datasource: z.string(),
    query_type: z.enum(['instant', 'range']),
    result_type: z.string(),
    start: z.string().optional(),
    end: z.string(),
    step_seconds: z.number().optional(),
    series: z.array(seriesRow),
    text: z.string().optional().describe('Of a query that yields a string.'),
    total: z.int().describe('Series found.'),
    more: z.int().describe('Series left out.'),
    warnings: z.array(z.string()).describe('From Prometheus.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { start, points, limit, picture } = input;
    const { datasource, client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const kind = input.query_type ?? (start !== undefined || picture ? 'range' : 'instant');
    const when = { start, end: input.end, nowMs: clock.now() };
    const evaluation = kind === 'instant' ? planInstant(when) : planRange({ ...when, wantedStepS: input.step_seconds });
    const { expr, notes } = fillMacros({ expr: input.expr, evaluation });
    const answer = await evaluate({ client, expr, evaluation, signal });
    const series = seriesOf(answer);
    const range = lookedInto(evaluation);
    const { resultType } = answer.data;
    const isRange = resultType === 'matrix';
    const isEmpty = series.length === 0 && resultType !== 'string';
    const shown = series.slice(0, limit);
    const hints = [
      ...(evaluation.kind === 'range' ? evaluation.notes : []),
      ...notes,
      ...(await lintHints(expr)),
      ...(isRange && series.some(isNeverFinite)
        ? ['Some series are only NaN or infinite: a division by zero, or a quantile of nothing.']
        : []),
      ...(isEmpty ? [...variableHints(expr), ...(await emptyHints({ client, expr, range, signal }))] : []),
      ...(series.length > limit ? ['Use topk(10, …) or sum by (…) to get fewer series.'] : []),
      ...(picture && kind === 'instant' ? ['A picture needs a range: leave query_type out.'] : []),
      ...(picture && kind === 'range' && series.length > mostSeries ? [`The picture shows the first ${mostSeries} series.`] : []),
    ];
    const output = {
      datasource: datasource.uid,
      query_type: kind,
      result_type: resultType,
      ...(evaluation.kind === 'range' && { start: new Date(range.fromMs).toISOString(), step_seconds: evaluation.stepS }),
      end: new Date(range.toMs).toISOString(),
      series: toSeriesRows({ series: shown, isRange, points }),
      ...(answer.data.resultType === 'string' && { text: answer.data.result[1].slice(0, 1_000).toWellFormed() }),
      total: series.length,
      more: series.length - shown.length,
      warnings: shownWarnings(answer),
      hints,
    };
    if (!picture || evaluation.kind === 'instant') return output;
    return withImages(output, [seriesPicture({ expr, series, range, stepS: evaluation.stepS })]);
  },
});
