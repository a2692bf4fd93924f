import { durationNs, LokiRefusal } from './query.ts';
import type { NsRange } from './select.ts';

/** What the server lets a query have. */
export interface LokiLimits {
  readonly maxEntries: number;
  readonly maxRangeMs: number;
}

/** The range of a query: the last hour unless it says otherwise. */
export const rangeOf = ({ query, nowMs, limits }: { query: URLSearchParams; nowMs: number; limits: LokiLimits }): NsRange => {
  const endNs = momentOf(query.get('end')) ?? msToNs(nowMs);
  const sinceNs = durationNs(query.get('since') ?? '1h') ?? 3600e9;
  const startNs = momentOf(query.get('start')) ?? endNs - BigInt(Math.round(sinceNs));
  if (endNs <= startNs) throw new LokiRefusal(400, 'end timestamp must not be before or equal to start time');
  const lengthMs = Number((endNs - startNs) / 1_000_000n);
  if (lengthMs > limits.maxRangeMs) {
    throw new LokiRefusal(
      400,
      `the query time range exceeds the limit (query length: ${hours(lengthMs)}, limit: ${hours(limits.maxRangeMs)})`,
    );
  }
  return { startNs, endNs };
};

/** How many lines are wanted: 100 unless the query says otherwise. */
export const limitOf = (query: URLSearchParams, { maxEntries }: LokiLimits): number => {
  const text = query.get('limit') ?? '100';
  if (!/^-?\d+$/.test(text)) throw new LokiRefusal(400, `strconv.Atoi: parsing "${text}": invalid syntax`);
  const limit = Number(text);
  if (limit <= 0) throw new LokiRefusal(400, 'limit must be a positive value');
  if (limit > maxEntries) {
    throw new LokiRefusal(
      400,
      `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntries})`,
    );
  }
  return limit;
};

/** Seconds between two points of a metric: a 250th of the range unless the query says otherwise. */
export const stepSeconds = (query: URLSearchParams, { startNs, endNs }: NsRange): number => {
  const text = query.get('step');
  const rangeS = Number(endNs - startNs) / 1e9;
  const step = text === null || text === '' ? Math.max(Math.floor(rangeS / 250), 1) : durationOrSeconds(text);
  if (!(step > 0))
    throw new LokiRefusal(400, 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  if (rangeS / step > 11_000) {
    throw new LokiRefusal(
      400,
      'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter',
    );
  }
  return step;
};

/** A moment as nanoseconds, as seconds (also with a fraction), or as RFC 3339; nothing when absent. */
export const momentOf = (text: string | null): bigint | undefined => {
  if (text === null || text === '') return undefined;
  if (/^\d+$/.test(text)) return text.length <= 10 ? BigInt(text) * 1_000_000_000n : BigInt(text);
  if (/^\d+\.\d+$/.test(text)) return msToNs(Number(text) * 1000);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new LokiRefusal(400, `could not parse '${text}' as timestamp`);
  return msToNs(ms);
};

export const msToNs = (ms: number): bigint => BigInt(Math.round(ms)) * 1_000_000n;

const durationOrSeconds = (text: string): number => {
  const ns = durationNs(text);
  return ns === undefined ? Number(text) : ns / 1e9;
};

const hours = (ms: number): string =>
  `${Math.floor(ms / 3_600_000)}h${Math.floor((ms % 3_600_000) / 60_000)}m${Math.floor((ms % 60_000) / 1000)}s`;
