import { type Alias, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { bare } from '../aliases/bare.ts';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { datasourceUid, end, limit, start } from '../prometheus/inputs.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { openPrometheus } from '../prometheus/open-prometheus.ts';
import { optionalRange, page } from '../prometheus/scope.ts';

const published: Alias = {
  name: 'mcp_grafana_list_prometheus_metric_names',
  input: renameArguments(queryArguments),
  output: ({ metrics }) => bare(metrics),
};

export const listPrometheusMetricNames = grafana.read({
  name: 'list_prometheus_metric_names',
  title: 'List metric names',
  toolset: 'prometheus',
  offered: needsPrometheus,
  description: 'List the names of metrics in Prometheus. Use list_prometheus_metric_metadata for types and help.',
  input: z.strictObject({
    datasource_uid: datasourceUid,
    regex: z.string().optional().describe('Such as http_.*_total.'),
    start,
    end,
    limit,
    page: z.int().min(1).max(10_000).default(1).describe('From 1.'),
  }),
  output: z.object({
    metrics: z.array(z.string()),
    total: z.int().describe('All that fit.'),
    more: z.int().describe('After these.'),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  run: async ({ input, reader, clock, signal }) => {
    const { client } = await openPrometheus({ reader, uid: input.datasource_uid, signal });
    const range = optionalRange({ start: input.start, end: input.end, nowMs: clock.now() });
    // Prometheus matches whole names, and runs any expression in linear time. The second condition is what it wants beside one that fits all.
    const wanted = input.regex === undefined ? undefined : `{__name__=~${JSON.stringify(`.*(?:${input.regex}).*`)},__name__!=""}`;
    const asked = { label: '__name__', range, signal, ...(wanted !== undefined && { matches: [wanted] }) };
    const names = await client.labelValues(asked).catch((error: unknown) => {
      throw input.regex === undefined ? error : ofRegex(error);
    });
    const { shown, leftOut } = page({ items: names, limit: input.limit, offset: (input.page - 1) * input.limit });
    return { metrics: shown, total: names.length, more: leftOut, hints: hintsFor({ ...input, shown, names }) };
  },
});

// The place that Prometheus names is one of the query around the regex, which nobody has written.
const ofRegex = (error: unknown): unknown =>
  LineclearError.is(error) && error.details?.['reason'] === 'syntax'
    ? new LineclearError(error.code, 'regex is no regular expression.', {
        hint: 'Correct regex; details.upstream says what is wrong in it.',
        details: { reason: 'regex', status: error.details['status'], upstream: error.details['upstream'] },
        effect: error.effect,
        cause: error,
      })
    : error;

const hintsFor = ({
  shown,
  names,
  ...asked
}: { shown: readonly string[]; names: readonly string[] } & Parameters<typeof nothing>[0]): readonly string[] => {
  if (shown.length > 0) return [];
  return [names.length > 0 ? 'There are fewer pages.' : nothing(asked)];
};

const nothing = ({
  regex,
  start,
  end: until,
}: {
  regex?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
}): string => {
  if (regex !== undefined) return 'No name fits: try a shorter regex, which may match anywhere in the name.';
  return start === undefined && until === undefined
    ? 'This server has no metrics yet.'
    : 'No metric has samples in this range: try another one.';
};
