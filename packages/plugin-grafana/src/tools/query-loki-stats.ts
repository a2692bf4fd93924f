import type { Alias } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { emptyHints } from '../loki/empty-hints.ts';
import { datasourceUid, end, logql, start } from '../loki/inputs.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { parseNsRange, toIso } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';
import { queryParts } from '../loki/query-parts.ts';

const published: Alias = {
  name: 'mcp_grafana_query_loki_stats',
  input: renameArguments({ ...queryArguments, query: 'logql' }),
  output: ({ streams = null, chunks = null, entries = null, bytes = null }) => ({ streams, chunks, entries, bytes }),
};

export const queryLokiStats = grafana.read({
  name: 'query_loki_stats',
  title: 'Size of logs',
  toolset: 'loki',
  offered: needsLoki,
  description: 'Estimate how many streams, lines and bytes a Loki selector has. Use query_loki_logs to read them.',
  input: z.strictObject({
    logql: logql.describe('Such as {app="api"}.'),
    datasource_uid: datasourceUid,
    start,
    end,
  }),
  output: z.object({
    selector: z.string(),
    from: z.string(),
    to: z.string(),
    streams: z.number(),
    chunks: z.number(),
    entries: z.number().describe('About so many lines.'),
    bytes: z.number(),
    notes: z.array(z.string()),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const range = parseNsRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const { selectors, kind, hasStages } = await queryParts(input.logql);
    // What cannot be read here may be read there, and if not, the server says where it is wrong.
    const selector = kind === 'unknown' ? input.logql : selectors[0];
    if (selector === undefined) throw noSelector();
    const { client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const stats = await client.stats({ selector, range, signal });
    return {
      selector,
      from: toIso(range.fromNs),
      to: toIso(range.toNs),
      ...stats,
      notes: [
        ...(hasStages && kind !== 'unknown' ? ['What comes after the selector is not counted: the index does not know it.'] : []),
        ...(selectors.length > 1 ? ['Only the first selector of the query was counted.'] : []),
      ],
      hints: stats.streams > 0 ? [] : await emptyHints({ client, query: selector, range, signal }),
    };
  },
});

const noSelector = (): LineclearError =>
  new LineclearError('invalid_input', 'The query has no selector.', {
    hint: 'Write a selector such as {app="api"}.',
    details: { reason: 'selector' },
  });
