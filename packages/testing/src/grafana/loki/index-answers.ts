import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { LokiWorld } from './answer.ts';
import { rangeOf, stepSeconds } from './limits.ts';
import { parseSelector } from './parse-query.ts';
import { patternsOf } from './patterns.ts';
import type { Matcher } from './query.ts';
import { LokiRefusal } from './query.ts';
import type { NsRange } from './select.ts';
import { selectStreams } from './select.ts';
import type { LokiStream } from './store.ts';

export const labelNames = (world: LokiWorld, query: URLSearchParams): Answer =>
  names(active(world, query).flatMap(({ labels }) => Object.keys(labels)));

export const labelValues = (world: LokiWorld, { query, name }: { query: URLSearchParams; name: string }): Answer =>
  names(active(world, query).flatMap(({ labels }) => labels[name] ?? []));

export const series = (world: LokiWorld, query: URLSearchParams): Answer => ({
  json: { status: 'success', data: active(world, query).map(({ labels }) => labels) },
});

export const stats = (world: LokiWorld, query: URLSearchParams): Answer => {
  const range = rangeIn(world, query);
  const found = withLines(selectStreams(world.store, parseSelector(query.get('query') ?? '')), range);
  const lines = found.flatMap(({ entries }) => entries.filter((entry) => isIn(entry.ns, range)));
  const bytes = lines.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
  return { json: { streams: found.length, chunks: found.length, bytes, entries: lines.length } };
};

export const patterns = (world: LokiWorld, query: URLSearchParams): Answer => {
  if (!world.behaviour.patterns) return { status: 404, text: '' };
  const range = rangeIn(world, query);
  const matchers = parseSelector(query.get('query') ?? '');
  const stepS = stepSeconds(query, range);
  return { json: { status: 'success', data: patternsOf({ store: world.store, matchers, range, stepS }) } };
};

const pushed = z.object({
  streams: z.array(
    z.object({
      stream: z.record(z.string(), z.string()),
      values: z.array(z.tuple([z.string().regex(/^\d+$/), z.string()]).rest(z.record(z.string(), z.string()))),
    }),
  ),
});

/** Lines as a shipper sends them, in JSON. */
export const push = ({ store }: LokiWorld, body: string): Answer => {
  const parsed = pushed.safeParse(parse(body));
  if (!parsed.success) throw new LokiRefusal(400, 'loghttp.PushRequest: invalid body');
  for (const { stream, values } of parsed.data.streams) {
    for (const [ns, line, metadata = {}] of values) store.add({ labels: stream, entry: { ns: BigInt(ns), line, metadata } });
  }
  return { status: 204, text: '' };
};

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const rangeIn = ({ nowMs, behaviour }: LokiWorld, query: URLSearchParams): NsRange =>
  rangeOf({ query, nowMs, limits: behaviour.limits });

const active = (world: LokiWorld, query: URLSearchParams): readonly LokiStream[] => {
  const selectors = [...query.getAll('query'), ...query.getAll('match[]'), ...query.getAll('match')];
  const chosen: readonly (readonly Matcher[])[] = selectors.length === 0 ? [[]] : selectors.map(parseSelector);
  const found = new Set(chosen.flatMap((matchers) => selectStreams(world.store, matchers)));
  return withLines([...found], rangeIn(world, query));
};

const withLines = (streams: readonly LokiStream[], range: NsRange): readonly LokiStream[] =>
  streams.filter(({ entries }) => entries.some(({ ns }) => isIn(ns, range)));

const isIn = (ns: bigint, { startNs, endNs }: NsRange): boolean => ns >= startNs && ns < endNs;

// The server leaves the list out where it is empty.
const names = (found: readonly string[]): Answer => {
  const sorted = [...new Set(found)].toSorted();
  return { json: { status: 'success', ...(sorted.length > 0 && { data: sorted }) } };
};
