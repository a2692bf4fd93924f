import { expect, test } from 'vitest';
import { entryBody, pageOf } from '../../test/dlq-bodies.ts';
import { get, refusal, startTools } from '../../test/start-tools.ts';
import { dlqStats } from './dlq-stats.ts';

const statsBody = (dlq_reason: string, changes: Record<string, unknown> = {}) => ({
  dlq_reason,
  total_entries: 6,
  pending: 2,
  manually_resolved: 2,
  permanent_failures: 1,
  cancelled: 1,
  oldest_entry: '2026-03-01T10:00:00.123456',
  newest_entry: '2026-03-02T10:00:00',
  // What the real server answers: the bytes of a decimal read as a float.
  avg_resolution_time_minutes: 2.8e-309,
  ...changes,
});
type Query = Record<string, string>;
const resolvedAfter = (minutes: number, changes: Record<string, unknown> = {}) => ({
  dlq_timestamp: '2026-03-01T10:00:00',
  resolution_timestamp: new Date(Date.UTC(2026, 2, 1, 10, minutes)).toISOString().slice(0, -1),
  resolution_status: 'ManuallyResolved',
  ...changes,
});
const byStatus: Record<string, unknown[]> = {
  ManuallyResolved: [entryBody(1, resolvedAfter(10)), entryBody(2, resolvedAfter(20))],
  PermanentlyFailed: [entryBody(3, resolvedAfter(90, { dlq_reason: 'MaxRetriesExceeded' }))],
  // Without a time, and earlier than the entry itself: neither is a duration.
  Cancelled: [entryBody(4, { resolution_timestamp: null }), entryBody(5, resolvedAfter(-30))],
};
const start = (stats: unknown, entries: unknown) =>
  startTools({ tools: [dlqStats], routes: [get('/v1/dlq/stats', stats), get('/v1/dlq', entries)] });

test('computes how long resolving took, and never shows the average of the server', async () => {
  const stats = [statsBody('StalenessTimeout'), statsBody('MaxRetriesExceeded', { oldest_entry: '2026-02-01T00:00:00' })];
  const { callTool, http } = await start(stats, ({ resolution_status: status = '' }: Query) => byStatus[status] ?? []);
  const answer = await callTool('dlq_stats');
  expect(answer).toMatchObject({
    reasons: [
      { dlq_reason: 'staleness_timeout', total_entries: 6, average_resolution_minutes: 15, resolved_in_sample: 2 },
      { dlq_reason: 'max_retries_exceeded', permanently_failed: 1, average_resolution_minutes: 90, resolved_in_sample: 1 },
    ],
    totals: {
      total_entries: 12,
      pending: 4,
      manually_resolved: 4,
      permanently_failed: 2,
      cancelled: 2,
      oldest_entry: '2026-02-01T00:00:00.000Z',
      newest_entry: '2026-03-02T10:00:00.000Z',
      average_resolution_minutes: 40,
      resolved_in_sample: 3,
    },
    sample: { scanned: 5, resolved: 3, complete: true },
    notes: [],
  });
  expect(JSON.stringify(answer)).not.toMatch(/e-3|avg_/);
  const asked = http.requests.filter(({ path }) => path === '/v1/dlq').map(({ query }) => query['resolution_status']);
  expect(asked).toEqual(['ManuallyResolved', 'PermanentlyFailed', 'Cancelled']);
});

test('has no average where nothing was resolved, and says why', async () => {
  const { callTool } = await start([statsBody('StalenessTimeout')], []);
  expect(await callTool('dlq_stats')).toMatchObject({
    reasons: [{ average_resolution_minutes: null, resolved_in_sample: 0 }],
    totals: { average_resolution_minutes: null },
    notes: [expect.stringContaining('no averages')],
  });
});

test('has zero totals for an empty DLQ', async () => {
  const { callTool } = await start([], []);
  expect(await callTool('dlq_stats')).toMatchObject({ reasons: [], totals: { total_entries: 0, oldest_entry: null } });
});

test('reads a bounded part of 50,000 entries, the ways to be resolved in turn', async () => {
  const page = pageOf(50_000, (number) => entryBody(number, resolvedAfter(number % 60)));
  const { callTool, http } = await start([statsBody('StalenessTimeout', { total_entries: 50_000 })], page);
  const answer = await callTool('dlq_stats');
  expect(answer).toMatchObject({
    totals: { total_entries: 50_000 },
    sample: { scanned: 5_000, resolved: 5_000, complete: false },
    notes: [expect.stringContaining('5000')],
  });
  const asked = http.requests.filter(({ path }) => path === '/v1/dlq').map(({ query }) => query['resolution_status']);
  expect(asked).toHaveLength(10);
  expect(asked.filter((status) => status === 'Cancelled')).toHaveLength(3);
});

test('names the permission of the server that is missing', async () => {
  const message = 'Missing required permission: dlq:stats';
  const headers = { 'x-auth-failure-reason': 'forbidden', 'x-auth-failure-severity': 'medium' };
  const routes = [refusal({ path: '/v1/dlq/stats', status: 403, code: 'AUTHORIZATION_FAILED', message, headers })];
  const { callTool } = await startTools({ tools: [dlqStats], routes });
  await expect(callTool('dlq_stats')).rejects.toMatchObject({
    code: 'forbidden',
    hint: expect.stringContaining('dlq:stats'),
    details: { missing_permission: 'dlq:stats' },
  });
});

test('still counts for whoever may not read entries', async () => {
  const message = 'Missing required permission: dlq:read';
  const routes = [
    get('/v1/dlq/stats', [statsBody('StalenessTimeout')]),
    refusal({ path: '/v1/dlq', status: 403, code: 'AUTHORIZATION_FAILED', message }),
  ];
  const { callTool } = await startTools({ tools: [dlqStats], routes });
  expect(await callTool('dlq_stats')).toMatchObject({
    totals: { total_entries: 6, average_resolution_minutes: null },
    sample: { scanned: 0, complete: false },
    notes: [expect.stringContaining('dlq:read')],
  });
});

test('a server that fails while entries are read is an error with a code', async () => {
  const routes = [
    get('/v1/dlq/stats', [statsBody('StalenessTimeout')]),
    refusal({ path: '/v1/dlq', status: 500, code: 'DATABASE_ERROR', message: 'relation does not exist' }),
  ];
  const { callTool } = await startTools({ tools: [dlqStats], routes });
  await expect(callTool('dlq_stats')).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'database_error' } });
});
