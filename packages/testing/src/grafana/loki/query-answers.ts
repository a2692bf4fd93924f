import type { Answer } from '../../http/route.ts';
import type { LokiQuestion, LokiWorld } from './answer.ts';
import { limitOf, momentOf, msToNs, rangeOf, stepSeconds } from './limits.ts';
import { evaluateMetric } from './metric.ts';
import { parseLogQl } from './parse-query.ts';
import type { Labels, LogQuery } from './query.ts';
import { LokiRefusal } from './query.ts';
import type { NsRange, SelectedLine } from './select.ts';
import { selectLines } from './select.ts';

/** `/query_range`: lines as streams, metrics as a matrix. */
export const rangeAnswer = ({ store, nowMs, behaviour }: LokiWorld, { query, headers }: LokiQuestion): Answer => {
  const parsed = parseLogQl(query.get('query') ?? '');
  const range = rangeOf({ query, nowMs, limits: behaviour.limits });
  if (parsed.kind === 'metric') {
    const atMs = momentsOf(range, stepSeconds(query, range) * 1000);
    const result = evaluateMetric({ store, query: parsed, atMs }).map(({ metric, points }) => ({
      metric,
      values: points.map(toPoint),
    }));
    return success({ resultType: 'matrix', result, stats: { summary: {} } });
  }
  const limit = limitOf(query, behaviour.limits);
  const direction = (query.get('direction') ?? 'backward').toLowerCase();
  if (direction !== 'forward' && direction !== 'backward') throw new LokiRefusal(400, `invalid direction '${direction}'`);
  const isCategorized = String(headers['x-loki-response-encoding-flags'] ?? '').includes('categorize-labels');
  const lines = ordered(selectLines({ store, query: parsed, range }), direction);
  return success({
    resultType: 'streams',
    ...(isCategorized && { encodingFlags: ['categorize-labels'] }),
    result: streamsOf(lines.slice(0, limit), isCategorized),
    stats: {
      summary: { totalLinesProcessed: scanned({ store, parsed, range }), totalEntriesReturned: Math.min(limit, lines.length) },
    },
  });
};

/** `/query`: a metric at one moment. */
export const instantAnswer = ({ store, nowMs }: LokiWorld, { query }: LokiQuestion): Answer => {
  const parsed = parseLogQl(query.get('query') ?? '');
  if (parsed.kind === 'logs') {
    throw new LokiRefusal(
      400,
      'log queries are not supported as an instant query type, please change your query to a range query type',
    );
  }
  const at = Number((momentOf(query.get('time')) ?? msToNs(nowMs)) / 1_000_000n);
  const result = evaluateMetric({ store, query: parsed, atMs: [at] }).flatMap(({ metric, points: [point] }) =>
    point === undefined ? [] : [{ metric, value: toPoint(point) }],
  );
  return success({ resultType: 'vector', result, stats: { summary: {} } });
};

const success = (payload: object): Answer => ({ json: { status: 'success', data: payload } });

const toPoint = ([ms, value]: readonly [number, number]) => [ms / 1000, String(value)];

const momentsOf = ({ startNs, endNs }: NsRange, stepMs: number): readonly number[] => {
  const startMs = Number(startNs / 1_000_000n);
  const count = Math.floor((Number(endNs / 1_000_000n) - startMs) / stepMs) + 1;
  return Array.from({ length: count }, (_, index) => startMs + index * stepMs);
};

const ordered = (lines: readonly SelectedLine[], direction: 'forward' | 'backward'): readonly SelectedLine[] => {
  const sign = direction === 'forward' ? 1 : -1;
  return lines.toSorted((one, other) => (one.ns === other.ns ? 0 : one.ns < other.ns ? -sign : sign));
};

const scanned = ({ store, parsed, range }: { store: LokiWorld['store']; parsed: LogQuery; range: NsRange }): number =>
  selectLines({ store, query: { ...parsed, stages: [] }, range }).length;

const streamsOf = (lines: readonly SelectedLine[], isCategorized: boolean) => {
  const labelsOf = ({ stream, metadata, parsed }: SelectedLine): Labels =>
    isCategorized ? stream : { ...stream, ...metadata, ...parsed };
  return [...Map.groupBy(lines, (line) => JSON.stringify(labelsOf(line)))].map(([labels, members]) => ({
    stream: JSON.parse(labels),
    values: members.map((line) => [
      String(line.ns),
      line.line,
      ...(isCategorized ? [{ ...filled('structuredMetadata', line.metadata), ...filled('parsed', line.parsed) }] : []),
    ]),
  }));
};

const filled = (name: string, labels: Labels) => (Object.keys(labels).length === 0 ? {} : { [name]: labels });
