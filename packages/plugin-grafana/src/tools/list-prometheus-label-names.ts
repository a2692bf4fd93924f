import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { selectorsFrom } from '../aliases/old-matches.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid, end, limit, matches, start } from '../prometheus/inputs.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { noSeries } from '../prometheus/no-series.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { optionalRange, page } from '../prometheus/scope.ts';

const published: Alias = {
  name: 'mcp_grafana_list_prometheus_label_names',
  input: ({ matches: selected, ...args }) =>
    renameArguments(queryArguments)({ ...args, ...(selected !== undefined && { matches: selectorsFrom(selected) }) }),
  output: ({ labels }) => bare(labels),
};

export const listPrometheusLabelNames = grafana.read({
  name: 'list_prometheus_label_names',
  title: 'List label names',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'List the names of labels in Prometheus. Use list_prometheus_label_values for the values of one.',
  input: z.strictObject({
    datasource_uid: datasourceUid,
    matches,
    start,
    end,
    limit,
  }),
  output: z.object({
    labels: z.array(z.string()),
    total: z.int(),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const range = optionalRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const names = await client.labelNames({ matches: input.matches, range, signal });
    const { shown, leftOut } = page({ items: names, limit: input.limit });
    const hints = names.length > 0 ? [] : [noSeries(input)];
    return { labels: shown, total: names.length, more: leftOut, hints };
  },
});
