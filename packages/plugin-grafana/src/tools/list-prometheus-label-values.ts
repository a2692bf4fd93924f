import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { selectorsFrom } from '../aliases/old-matches.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid, end, label, limit, matches, start } from '../prometheus/inputs.ts';
import { nearestNames } from '../prometheus/nearest-names.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { noSeries } from '../prometheus/no-series.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { shownName, shownNames } from '../prometheus/shown-name.ts';
import { optionalRange, page } from '../prometheus/scope.ts';

const published: Alias = {
  name: 'mcp_grafana_list_prometheus_label_values',
  input: ({ matches: selected, ...args }) =>
    renameArguments({ ...queryArguments, labelName: 'label' })({
      ...args,
      ...(selected !== undefined && { matches: selectorsFrom(selected) }),
    }),
  output: ({ values }) => bare(values),
};

export const listPrometheusLabelValues = grafana.read({
  name: 'list_prometheus_label_values',
  title: 'List label values',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'List the values of one label in Prometheus. Use list_prometheus_label_names to find labels.',
  input: z.strictObject({
    label: label.describe('Such as "job".'),
    datasource_uid: datasourceUid,
    matches,
    start,
    end,
    limit,
  }),
  output: z.object({
    values: z.array(z.string()),
    total: z.int(),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const scope = {
      matches: input.matches,
      range: optionalRange({ start: input.start, end: input.end, nowMs: clock.now() }),
      signal,
    };
    const values = await client.labelValues({ label: input.label, ...scope });
    const { shown, leftOut } = page({ items: values, limit: input.limit });
    const hints = values.length > 0 ? [] : [nothing({ ...input, labels: await client.labelNames(scope) })];
    return { values: shown, total: values.length, more: leftOut, hints };
  },
});

const nothing = ({
  label,
  labels,
  ...selected
}: { label: string; labels: readonly string[] } & Parameters<typeof noSeries>[0]): string => {
  if (labels.length === 0) return noSeries(selected);
  const near = nearestNames({ wanted: label, names: labels });
  return `None of these series has the label ${shownName(label)}; ${near.length === 0 ? 'they have' : 'similar:'} ${shownNames({ texts: near.length === 0 ? labels : near, count: 10 })}.`;
};
