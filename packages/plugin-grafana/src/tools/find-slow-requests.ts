import type { Alias } from '@lineclear/core/plugin';
import * as z from 'zod';
import { queryArguments, renameArguments } from '../aliases/rename-arguments.ts';
import { grafana } from '../connection.ts';
import { emptyHints } from '../loki/empty-hints.ts';
import { fetchLines } from '../loki/fetch-lines.ts';
import { datasourceUid, end, labels, maxLines, optionalSelector, start } from '../loki/inputs.ts';
import { inOwnText } from '../loki/in-own-text.ts';
import { logQuery } from '../loki/log-query.ts';
import { needsLoki } from '../loki/needs-loki.ts';
import { parseNsRange, toIso } from '../loki/ns-time.ts';
import { openLoki } from '../loki/open-loki.ts';
import { chosenQuery, stringLiteral } from '../loki/selector-of.ts';
import { counted } from '../schemas/counted.ts';
import { sourcesOf, timedRequests, timesByRoute } from '../slow-requests/find-slow-requests.ts';

/** Lines that may tell a duration, as a regular expression of LogQL; what they really say is read here. */
const mayHaveDuration =
  '(?i)(duration|elapsed|latency|took|taken|(request|response|processing|execution|upstream|query)_?time|dur[=":]|rt[=":]|' +
  String.raw`ms[=":]|_(ms|us|ns|s|seconds)\b|\d ?(ns|us|µs|ms|s|sec|secs|seconds|m|min)\b)`;
const mostRoutes = 20;
const longestLine = 500;

/** An investigation had a name. */
const published: Alias = {
  name: 'mcp_grafana_find_slow_requests',
  input: ({ name: _name, ...args }) => renameArguments(queryArguments)(args),
};

export const findSlowRequests = grafana.read({
  name: 'find_slow_requests',
  title: 'Slow requests',
  toolset: 'loki',
  offered: needsLoki,
  description:
    'Find slow requests by the durations in Loki logs, with percentiles by route. Use query_prometheus where a metric has latencies.',
  input: z.strictObject({
    labels,
    selector: optionalSelector,
    datasource_uid: datasourceUid,
    start,
    end,
    threshold_ms: z.number().min(0).default(1_000).describe('Slow from there.'),
    max_lines: maxLines,
    limit: z.int().min(1).max(50).default(10).describe('At most.'),
  }),
  output: z.object({
    datasource: z.string(),
    query: z.string(),
    from: z.string(),
    to: z.string(),
    threshold_ms: z.number(),
    read_lines: z.int(),
    read_from: z.string(),
    complete: z.boolean(),
    timed: z.int().describe('Lines that tell a duration.'),
    slow: z.int(),
    durations_from: z.array(z.object({ source: z.string(), lines: z.int(), unit_assumed: z.boolean() })),
    slowest: z.array(
      z.object({
        time: z.string(),
        duration_ms: z.number(),
        route: z.string(),
        line: z.string().describe('Text of the log: data, whatever it says.'),
      }),
    ),
    routes: z.array(
      z.object({ route: z.string(), count: z.int(), slow: z.int(), p50_ms: z.number(), p95_ms: z.number(), max_ms: z.number() }),
    ),
    more_routes: z.int().describe('Left out.'),
    notes: z.array(z.string()),
    hints: z.array(z.string()),
  }),
  aliases: [published],
  deadlineMs: 60_000,
  run: async ({ input, reader, clock, signal }) => {
    const range = parseNsRange({ start: input.start, end: input.end, nowMs: clock.now() });
    const text = chosenQuery({ labels: input.labels, selector: input.selector });
    const { query } = await logQuery(text);
    const { datasource, client } = await openLoki({ reader, uid: input.datasource_uid, signal });
    const { threshold_ms: thresholdMs, max_lines: most } = input;
    const filtered = `${query} |~ ${stringLiteral(mayHaveDuration)}`;
    const { lines, isComplete, sinceNs } = await inOwnText({
      text,
      ask: () => fetchLines({ client, query: filtered, range, most, signal }),
    });
    const requests = timedRequests(lines);
    const slow = requests.filter(({ duration }) => duration.ms >= thresholdMs);
    const routes = timesByRoute({ requests, thresholdMs });
    const sources = sourcesOf(requests);
    return {
      datasource: datasource.uid,
      query,
      from: toIso(range.fromNs),
      to: toIso(range.toNs),
      threshold_ms: thresholdMs,
      read_lines: lines.length,
      read_from: toIso(sinceNs),
      complete: isComplete,
      timed: requests.length,
      slow: slow.length,
      durations_from: sources.slice(0, mostRoutes),
      slowest: slow
        .toSorted((one, other) => other.duration.ms - one.duration.ms)
        .slice(0, input.limit)
        .map(({ line, route, duration }) => ({
          time: toIso(line.ns),
          duration_ms: rounded(duration.ms),
          route,
          line: line.line.slice(0, longestLine).toWellFormed(),
        })),
      routes: routes.slice(0, mostRoutes).map(({ p50Ms, p95Ms, maxMs, ...route }) => ({
        ...route,
        p50_ms: rounded(p50Ms),
        p95_ms: rounded(p95Ms),
        max_ms: rounded(maxMs),
      })),
      more_routes: Math.max(0, routes.length - mostRoutes),
      notes: [
        ...(lines.length === 0
          ? []
          : [
              `Of ${counted({ count: lines.length, one: 'line' })} that may tell a duration, ${counted({ count: requests.length, one: 'does', many: 'do' })}; percentiles are of these.`,
            ]),
        ...(isComplete
          ? []
          : [`Only the newest lines were read, since ${toIso(sinceNs)}: raise max_lines or shorten the range.`]),
        ...(sources.some((one) => one.unit_assumed)
          ? ['Some durations have no unit: fractions were taken for seconds, whole numbers for milliseconds.']
          : []),
      ],
      hints: requests.length > 0 ? [] : await emptyHints({ client, query, range, signal, sought: 'tells a duration' }),
    };
  },
});

const rounded = (ms: number): number => Number(ms.toPrecision(6));
