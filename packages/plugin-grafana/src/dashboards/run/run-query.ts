import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import type { Datasource } from '../../datasources/datasource.ts';
import { languageOf } from '../../expressions/grammars.ts';
import { toLogLines } from '../../loki/log-lines.ts';
import { msToNs } from '../../loki/ns-time.ts';
import { LokiClient } from '../../loki/loki-client.ts';
import { showLines } from '../../loki/shown-lines.ts';
import { showSeries } from '../../loki/shown-series.ts';
import { PrometheusClient } from '../../prometheus/prometheus-client.ts';
import { seriesOf, toSeriesRows } from '../../prometheus/shown-series.ts';
import type { TimeRange } from '../../time/time-range.ts';
import { substitute, type VariableValue } from '../variables/substitute.ts';
import type { PanelQuery, VariableView } from '../view/view.ts';
import { panelDatasource } from './panel-datasource.ts';
import type { shownQuery } from './shown-query.ts';
import type * as z from 'zod';

/** When a panel is looked at, and how much of it is shown. */
export interface PanelRun {
  readonly range: TimeRange;
  readonly stepS: number;
  readonly values: ReadonlyMap<string, VariableValue>;
  readonly variables: readonly VariableView[];
  readonly limit: number;
  readonly points: number;
}

interface Ask {
  readonly query: PanelQuery;
  readonly run: PanelRun;
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

type Shown = z.input<typeof shownQuery>;

/** Runs one query of a panel on its datasource. A query that fails is a row with its error, so that the others are still seen. */
export const runQuery = async (ask: Ask): Promise<{ readonly row: Shown; readonly failure: LineclearError | undefined }> => {
  const { query, run } = ask;
  const { text, unresolved } = substitute({ text: query.expression ?? '', values: run.values });
  const common = {
    ref_id: query.refId,
    expression: text.slice(0, 2_000).toWellFormed(),
    ...(unresolved.length > 0 && { unresolved: unresolved.slice(0, 20) }),
  };
  try {
    const { reader, signal } = ask;
    const { values, variables } = run;
    const { datasource, note } = await panelDatasource({ source: query.datasource, values, variables, reader, signal });
    if (datasource === undefined)
      return {
        row: { ...common, datasource: query.datasource.uid ?? '', ...none, status: 'not_run', reason: builtIn },
        failure: undefined,
      };
    const language = languageOf(datasource.type);
    const named = { ...common, datasource: datasource.uid, ...(note !== undefined && { note }) };
    if (language === undefined || query.expression === undefined)
      return {
        row: {
          ...named,
          ...none,
          status: 'not_run',
          reason: `Queries of the type ${datasource.type.slice(0, 60)} are not run here.`,
        },
        failure: undefined,
      };
    const found =
      language === 'promql' ? await askPrometheus({ ...ask, datasource, text }) : await askLoki({ ...ask, datasource, text });
    return { row: { ...named, ...found }, failure: undefined };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    const { code, message, hint } = error;
    return {
      row: {
        ...common,
        datasource: query.datasource.uid ?? '',
        ...none,
        status: 'failed',
        reason: `${code}: ${message} ${hint}`,
      },
      failure: error,
    };
  }
};

const none = { series: [], lines: [], total: 0, more: 0 };
const builtIn = 'Grafana computes this by itself: results of other panels, expressions, or its own data.';

interface Located extends Ask {
  readonly datasource: Datasource;
  readonly text: string;
}

const askPrometheus = async ({ query, run, reader, signal, datasource, text }: Located) => {
  const { range, stepS, limit, points } = run;
  const client = new PrometheusClient(reader.target(datasource));
  const answer = query.isInstant
    ? await client.query({ expr: text, timeMs: range.toMs, signal })
    : await client.queryRange({ expr: text, range, stepS, signal });
  const series = seriesOf(answer);
  const shown = toSeriesRows({ series: series.slice(0, limit), isRange: answer.data.resultType === 'matrix', points });
  return { status: 'ok' as const, series: shown, lines: [], total: series.length, more: series.length - shown.length };
};

const askLoki = async ({ run, reader, signal, datasource, text }: Located) => {
  const { range, stepS, limit } = run;
  const client = new LokiClient(reader.target(datasource));
  const wanted = { fromNs: msToNs(range.fromMs), toNs: msToNs(range.toMs) };
  const answer = await client.queryRange({ query: text, range: wanted, limit, direction: 'backward', stepS, signal });
  const lines = toLogLines({ answer, direction: 'backward' }).slice(0, limit);
  const series = showSeries(answer);
  // Each line with its labels: several queries stand side by side, and what they have in common says little.
  const { common, shown } = showLines(lines);
  return {
    status: 'ok' as const,
    series: series.slice(0, limit),
    lines: shown.map((line) => ({ ...line, labels: { ...common, ...line.labels } })),
    total: series.length + lines.length,
    more: Math.max(0, series.length - limit),
  };
};
