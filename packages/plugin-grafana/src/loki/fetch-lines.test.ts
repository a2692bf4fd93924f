import { describe, expect, test } from 'vitest';
import type { QueryTarget } from '../client/query-target.ts';
import { fetchLines } from './fetch-lines.ts';
import { LokiClient } from './loki-client.ts';

/** A Loki that has these lines, by their nanosecond, and answers like the real one: the newest first, the end not included. */
const clientOf = (nanoseconds: readonly number[]) => {
  const limits: number[] = [];
  const target: QueryTarget = {
    get: (_path, { query = {} }) => {
      const [from, to, limit] = [Number(query['start']), Number(query['end']), Number(query['limit'])];
      limits.push(limit);
      const values = nanoseconds
        .map((ns, index) => [String(ns), `line ${index}`] as const)
        .filter(([ns]) => Number(ns) >= from && Number(ns) < to)
        .toSorted(([one], [other]) => Number(other) - Number(one))
        .slice(0, limit);
      const answer = { status: 'success', data: { resultType: 'streams', result: [{ stream: { app: 'a' }, values }] } };
      const text = () => JSON.stringify(answer);
      return Promise.resolve({
        status: 200,
        headers: new Headers({ 'content-type': 'application/json' }),
        text,
        bytes: () => new TextEncoder().encode(text()),
        json: (schema) => schema.parse(answer),
      });
    },
    query: () => Promise.reject(new Error('not asked')),
  };
  return { client: new LokiClient(target), limits };
};

const fetchAll = async (nanoseconds: readonly number[], most = 10_000) => {
  const { client, limits } = clientOf(nanoseconds);
  const range = { fromNs: 0n, toNs: 1_000_000n };
  const fetched = await fetchLines({ client, query: '{app="a"}', range, most, signal: new AbortController().signal });
  return { ...fetched, limits };
};

describe('pages', () => {
  test('have every line once, also where many have the same time', async () => {
    const nanoseconds = Array.from({ length: 3_500 }, (_, index) => 1 + Math.floor(index / 300));
    const { lines, isComplete, sinceNs, limits } = await fetchAll(nanoseconds);
    expect(new Set(lines.map(({ line }) => line)).size).toBe(3_500);
    expect([lines.length, isComplete, sinceNs]).toEqual([3_500, true, 0n]);
    expect(limits.length).toBeGreaterThan(3);
  });

  test('end at the number that is wanted, and say since when they are', async () => {
    const { lines, isComplete, sinceNs } = await fetchAll(
      Array.from({ length: 50 }, (_, index) => 100 + index),
      20,
    );
    expect([lines.length, isComplete, sinceNs]).toEqual([20, false, 130n]);
  });

  test('go on where one moment has more lines than a page, and say that some are missing', async () => {
    const nanoseconds = [...Array.from({ length: 1_400 }, () => 500), 400, 300];
    const { lines, isComplete } = await fetchAll(nanoseconds);
    expect([lines.length, lines.at(-1)?.ns, isComplete]).toEqual([1_002, 300n, false]);
  });

  test.each([0, 1, 999, 1_000, 1_001])('%i lines are complete', async (count) => {
    const { lines, isComplete } = await fetchAll(Array.from({ length: count }, (_, index) => index + 1));
    expect([lines.length, isComplete]).toEqual([count, true]);
  });
});
