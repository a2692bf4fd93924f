import { LineclearError } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import type { QueryTarget } from '../client/query-target.ts';
import { emptyHints } from './empty-hints.ts';
import { nearestNames } from './nearest-names.ts';
import { PrometheusClient } from './prometheus-client.ts';

const range = { fromMs: 0, toMs: 3_600_000 };
const { signal } = new AbortController();
/** A server that refuses every further question. */
const refusing = (refusal: unknown): PrometheusClient => {
  const refuse: QueryTarget['get'] = async () => {
    throw refusal;
  };
  return new PrometheusClient({ get: refuse, query: refuse });
};

test('hints that cannot be found out are replaced by a general one', async () => {
  const client = refusing(new LineclearError('forbidden', 'no'));
  expect(await emptyHints({ client, expr: 'up', range, signal })).toEqual(['Check the metric, its labels and the range.']);
});

test.each([new LineclearError('cancelled', 'gone'), new TypeError('a defect')])('%s is not swallowed', async (error) => {
  await expect(emptyHints({ client: refusing(error), expr: 'up', range, signal })).rejects.toBe(error);
});

test.each(['vector(1) > 2', '{job="api"}', '((', 'sum('])('%s has no metric to ask about', async (expr) => {
  const client = refusing(new Error('asked'));
  expect(await emptyHints({ client, expr, range, signal })).toHaveLength(1);
});

describe('nearest names', () => {
  const names = ['http_requests_total', 'http_request_duration_seconds_bucket', 'node_cpu_seconds_total', 'up', 'tunnel_active'];

  test.each([
    ['http_request_total', 'http_requests_total'],
    ['httpRequestsTotal', 'http_requests_total'],
    ['requests_total', 'http_requests_total'],
    ['node_cpu', 'node_cpu_seconds_total'],
    ['tunnel_activ', 'tunnel_active'],
  ])('%s may have meant %s', (wanted, expected) => {
    expect(nearestNames({ wanted, names })[0]).toBe(expected);
  });

  test('names that are not alike are not offered', () => {
    expect(nearestNames({ wanted: 'kafka_consumer_lag', names })).toEqual([]);
  });
});
