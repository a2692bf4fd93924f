import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid, end, optionalSelector, start } from '../loki/inputs.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { noLogs } from '../loki/no-logs.ts';
import { parseNsRange } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';

const published: Alias = {
  name: 'mcp_grafana_list_loki_label_names',
  input: renameArguments(queryArguments),
  output: ({ labels }) => bare(labels),
};

export const listLokiLabelNames = grafana.read({
  name: 'list_loki_label_names',
  title: 'Labels of logs',
  toolset: 'loki',
  offered: needsLoki,
  description: 'List the names of labels in Loki. Use list_loki_label_values for the values of one.',
  input: z.strictObject({
    datasource_uid: datasourceUid,
    selector: optionalSelector,
    start,
    end,
    limit: z.int().min(1).max(1_000).default(100).describe('At most.'),
  }),
  output: z.object({
    labels: z.array(z.string()),
    total: z.int(),
    more: z.int().describe('Left out.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const range = parseNsRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const { client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const names = await client.labelNames({ selector: input.selector, range, signal });
    const labels = names.slice(0, input.limit);
    const hints = names.length > 0 ? [] : [noLogs(input)];
    return { labels, total: names.length, more: names.length - labels.length, hints };
  },
});
