import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid, end, optionalSelector, start } from '../loki/inputs.ts';
import { label } from '../prometheus/inputs.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { noLogs } from '../loki/no-logs.ts';
import { parseNsRange } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';
import { nearestNames } from '../prometheus/nearest-names.ts';
import { shownNames } from '../prometheus/shown-name.ts';

const published: Alias = {
  name: 'mcp_grafana_list_loki_label_values',
  input: renameArguments({ ...queryArguments, labelName: 'label' }),
  output: ({ values }) => bare(values),
};

export const listLokiLabelValues = grafana.read({
  name: 'list_loki_label_values',
  title: 'Values of a label',
  toolset: 'loki',
  offered: needsLoki,
  description: 'List the values of one label in Loki. Use list_loki_label_names to find labels.',
  input: z.strictObject({
    label: label.describe('Such as "app".'),
    datasource_uid: datasourceUid,
    selector: optionalSelector,
    start,
    end,
    limit: z.int().min(1).max(1_000).default(100).describe('At most.'),
  }),
  output: z.object({
    values: z.array(z.string()),
    total: z.int(),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const range = parseNsRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const { client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const { label: name, selector } = input;
    const all = await client.labelValues({ label: name, selector, range, signal });
    const values = all.slice(0, input.limit);
    const hints =
      all.length > 0 ? [] : [nothing({ name, selector, names: await client.labelNames({ selector, range, signal }) })];
    return { values, total: all.length, more: all.length - values.length, hints };
  },
});

const nothing = ({ name, selector, names }: { name: string; selector: string | undefined; names: readonly string[] }): string => {
  if (names.length === 0) return noLogs({ selector });
  const near = nearestNames({ wanted: name, names });
  return `No stream has the label ${JSON.stringify(name.slice(0, 100))} in this range; ${near.length === 0 ? 'they have' : 'similar:'} ${shownNames({ texts: near.length === 0 ? names : near, count: 10 })}.`;
};
