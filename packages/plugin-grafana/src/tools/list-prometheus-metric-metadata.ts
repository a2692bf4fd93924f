import type { Alias, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid } from '../prometheus/inputs.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { page } from '../prometheus/scope.ts';
import { cutText } from '../schemas/cut-text.ts';

const rows = z.array(z.object({ metric: z.string(), type: z.string(), help: z.string(), unit: z.string().optional() }));

const published: Alias = {
  name: 'mcp_grafana_list_prometheus_metric_metadata',
  input: renameArguments({ ...queryArguments, limitPerMetric: 'limit_per_metric' }),
  output: ({ metadata }) => {
    // A metric may be called constructor: no name of it is looked up in an object.
    const byMetric = Map.groupBy(rows.parse(metadata), ({ metric }) => metric);
    return Object.fromEntries(
      [...byMetric].map(([metric, entries]) => [
        metric,
        entries.map(({ type, help, unit = '' }): JsonValue => ({ type, help, unit })),
      ]),
    );
  },
};

export const listPrometheusMetricMetadata = grafana.read({
  name: 'list_prometheus_metric_metadata',
  title: 'List metric metadata',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'Show type, help and unit of metrics in Prometheus. Use list_prometheus_metric_names to find a metric.',
  input: z.strictObject({
    datasource_uid: datasourceUid,
    metric: z.string().optional().describe('Only this one.'),
    limit: z.int().min(1).max(500).default(50).describe('At most.'),
    limit_per_metric: z.int().min(1).max(20).default(3).describe('Each.'),
  }),
  output: z.object({
    metadata: rows,
    total: z.int().describe('Metrics that fit.'),
    more: z.int().describe('Metrics left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    // The suffixes belong to the series, and the metadata to the family of the metric.
    const family = input.metric?.replace(/_(?:bucket|sum|count)$/, '');
    const exact = await client.metadata({ metric: input.metric, signal });
    const found =
      Object.keys(exact).length === 0 && family !== input.metric ? await client.metadata({ metric: family, signal }) : exact;
    const families = Object.entries(found).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const { shown, leftOut } = page({ items: families, limit: input.limit });
    return {
      metadata: shown.flatMap(([metric, entries]) =>
        entries.slice(0, input.limit_per_metric).map(({ type, help, unit }) => ({
          metric,
          type: cutText({ text: type, most: 40 }),
          help: help.slice(0, longestHelp).toWellFormed(),
          ...(unit !== '' && { unit: cutText({ text: unit, most: 60 }) }),
        })),
      ),
      total: families.length,
      more: leftOut,
      hints: families.length > 0 ? [] : [nothing(input.metric)],
    };
  },
});

const longestHelp = 500;

const nothing = (metric: string | undefined): string =>
  metric === undefined
    ? 'This server keeps no metadata: it may not scrape by itself.'
    : 'No target describes this metric now: it may be a recorded one, be written remotely, or not exist.';
