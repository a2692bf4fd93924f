import type { LogLine } from '../loki/log-lines.ts';
import { fieldsOf, type LogField } from '../patterns/json-tokens.ts';
import { durationOf, type FoundDuration } from './duration-of.ts';
import { percentile } from './percentile.ts';
import { routeOf } from './route-of.ts';

/** A request whose duration a line tells. */
export interface TimedRequest {
  readonly line: LogLine;
  readonly route: string;
  readonly duration: FoundDuration;
}

export interface RouteTimes {
  readonly route: string;
  readonly count: number;
  readonly slow: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** The lines that tell a duration. */
export const timedRequests = (lines: readonly LogLine[]): readonly TimedRequest[] =>
  lines.flatMap((line) => {
    const fields = fieldsOfLine(line);
    const duration = durationOf({ fields, text: line.line });
    return duration === undefined ? [] : [{ line, route: routeOf({ fields, text: line.line }), duration }];
  });

/** How long each route takes, the one with most slow requests first. */
export const timesByRoute = ({
  requests,
  thresholdMs,
}: {
  requests: readonly TimedRequest[];
  thresholdMs: number;
}): readonly RouteTimes[] =>
  [...Map.groupBy(requests, ({ route }) => route)]
    .map(([route, group]) => {
      const sorted = group.map(({ duration }) => duration.ms).toSorted((one, other) => one - other);
      return {
        route,
        count: sorted.length,
        slow: sorted.filter((ms) => ms >= thresholdMs).length,
        p50Ms: percentile({ sorted, share: 0.5 }) ?? 0,
        p95Ms: percentile({ sorted, share: 0.95 }) ?? 0,
        maxMs: sorted.at(-1) ?? 0,
      };
    })
    .toSorted((one, other) => other.slow - one.slow || other.p95Ms - one.p95Ms || (one.route < other.route ? -1 : 1));

/** Where the durations were read: fields and words, the most frequent first. */
export const sourcesOf = (requests: readonly TimedRequest[]) =>
  [...Map.groupBy(requests, ({ duration }) => duration.source)]
    .map(([source, group]) => ({ source, lines: group.length, unit_assumed: group.some(({ duration }) => duration.isAssumed) }))
    .toSorted((one, other) => other.lines - one.lines);

/** What Loki knows about a line, and what stands in it as JSON or logfmt. */
const fieldsOfLine = ({ line, labels, metadata, parsed }: LogLine): readonly LogField[] => {
  const known = Object.entries({ ...labels, ...metadata, ...parsed }).map(([key, value]) => ({ key, value }));
  const trimmed = line.trim();
  const inLine = trimmed.startsWith('{') ? (fieldsOf(trimmed) ?? []) : pairsOf(trimmed);
  return [...inLine, ...known];
};

const pairsOf = (line: string): readonly LogField[] =>
  [...line.slice(0, 10_000).matchAll(pair)].map(([, key = '', quoted, bare = '']) => ({
    key,
    value: quoted ?? withoutClosing(bare),
  }));

/** Without what ends a value in a sentence. By steps: an expression that looks for the end takes minutes over a log of commas. */
const withoutClosing = (text: string): string => {
  let end = text.length;
  while (end > 0 && ',;)]'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};

const pair = /(?<![^\s,{([])([A-Za-z_][\w.-]{0,60})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))/g;
