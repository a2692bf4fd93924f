import { describe, expect, test } from 'vitest';
import { everySecond, nowMs, startLokiTools } from '../loki/test/start-loki-tools.ts';
import { queryLokiLogs } from './query-loki-logs.ts';

const start = (options: Partial<Parameters<typeof startLokiTools>[0]> = {}) =>
  startLokiTools({ tools: [queryLokiLogs], ...options });
const query = '{app="api"}';

test('reads the newest lines of the last hour, with their labels once', async () => {
  const { callTool, queries } = await start({ lines: everySecond(['one', 'two', 'three']) });
  expect(await callTool('query_loki_logs', { logql: query, limit: 2 })).toMatchObject({
    kind: 'logs',
    datasource: 'loki',
    from: '2026-03-02T11:00:00.000Z',
    to: '2026-03-02T12:00:00.000Z',
    common_labels: { app: 'api' },
    lines: [{ line: 'three' }, { line: 'two' }],
    hints: [],
  });
  expect(Object.fromEntries(queries()[0]?.searchParams ?? [])).toEqual({
    start: '1772449200000000000',
    end: '1772452800000000000',
    query,
    limit: '2',
    direction: 'backward',
  });
});

test('goes on where it ended, without losing a line', async () => {
  const { callTool } = await start({ lines: everySecond(Array.from({ length: 9 }, (_, index) => `line ${index}`)) });
  const read: unknown[] = [];
  let end: string | undefined;
  for (let page = 0; page < 20; page += 1) {
    const answer = await callTool('query_loki_logs', { logql: query, limit: 3, ...(end !== undefined && { end }) });
    read.push(...(answer['lines'] as { line: string }[]).map(({ line }) => line));
    if (answer['next'] === null) break;
    end = String(answer['next']);
  }
  expect(new Set(read).size).toBe(9);
});

test('keeps nanoseconds, and reads forward from one', async () => {
  const ns = 1_772_450_000_123_456_789n;
  const { callTool, sandbox } = await start();
  const body = JSON.stringify({
    streams: [{ stream: { app: 'api' }, values: [0n, 1n, 2n].map((more) => [String(ns + more), `at ${more}`]) }],
  });
  await fetch(`${sandbox.url}/loki/api/v1/push`, { method: 'POST', body });
  const forward = { logql: query, direction: 'forward', limit: 2 };
  expect(await callTool('query_loki_logs', forward)).toMatchObject({
    lines: [{ time: '2026-03-02T11:13:20.123456789Z' }, { time: '2026-03-02T11:13:20.12345679Z' }],
    next: '2026-03-02T11:13:20.12345679Z',
  });
  expect(await callTool('query_loki_logs', { ...forward, start: '2026-03-02T11:13:20.12345679Z' })).toMatchObject({
    lines: [{ line: 'at 1' }, { line: 'at 2' }],
  });
});

test('tells labels of the stream, structured metadata and what was parsed apart', async () => {
  const { callTool } = await start({
    lines: [
      { labels: { app: 'api', pod: 'a' }, line: 'level=warn', atMs: nowMs - 2_000, metadata: { trace_id: 'abc' } },
      { labels: { app: 'api', pod: 'b' }, line: 'level=info', atMs: nowMs - 1_000 },
    ],
  });
  const answer = await callTool('query_loki_logs', { logql: `${query} | logfmt` });
  expect(answer).toMatchObject({ common_labels: { app: 'api' } });
  expect(answer['lines']).toEqual([
    { time: expect.any(String), line: 'level=info', labels: { pod: 'b' }, parsed: { level: 'info' } },
    {
      time: expect.any(String),
      line: 'level=warn',
      labels: { pod: 'a' },
      metadata: { trace_id: 'abc' },
      parsed: { level: 'warn' },
    },
  ]);
});

test('lines are cleaned and cut, and say how much is missing', async () => {
  const { callTool } = await start({ lines: everySecond([`\u001b[31mred\u001b[0m\u0007 ${'x'.repeat(5_000)}`]) });
  const answer = await callTool('query_loki_logs', { logql: query });
  expect(answer['lines']).toEqual([{ time: expect.any(String), line: `red ${'x'.repeat(3_996)}`, left_out_characters: 1_004 }]);
});

test('answers a metric query with a summary of each series', async () => {
  const lines = [...everySecond(['a', 'b', 'c']), ...everySecond(['d'], { app: 'web' })];
  const { callTool, queries } = await start({ lines });
  const answer = await callTool('query_loki_logs', {
    logql: 'sum by (app) (count_over_time({app=~".+"}[5m]))',
    step_seconds: 60,
  });
  expect(answer).toMatchObject({ kind: 'metric', lines: [], next: null, more_series: 0, hints: [] });
  expect(answer['series']).toMatchObject([
    { labels: { app: 'api' }, count: 1, last: 3, max: 3 },
    { labels: { app: 'web' }, last: 1 },
  ]);
  expect(queries()[0]?.searchParams.get('step')).toBe('60s');
});

test('answers to the published name with a list of lines', async () => {
  const { callTool } = await start({ lines: everySecond(['one']) });
  const args = {
    datasourceUid: 'loki',
    logql: query,
    startRfc3339: '2026-03-02T11:30:00Z',
    endRfc3339: '2026-03-02T12:00:00Z',
    queryType: 'range',
    limit: 5,
  };
  expect(await callTool('mcp_grafana_query_loki_logs', args)).toEqual({
    result: [{ timestamp: '2026-03-02T11:59:59.000000001Z', line: 'one', labels: { app: 'api' } }],
  });
});

describe('an empty answer', () => {
  const lines = everySecond(['level=info hello'], { app: 'checkout', env: 'prod' });
  test.each([
    ['{app="chekout"}', 'No stream has app="chekout" in this range; similar: "checkout".'],
    ['{aap="checkout"}', 'There is no label aap in this range; similar: "app".'],
    [
      '{app="checkout"} |= "nothing"',
      '{app="checkout"} has about 1 line in this range: what comes after the selector leaves none of them.',
    ],
    ['{app="checkout", env="dev"}', 'No stream has env="dev" in this range; there are: "prod".'],
  ])('of %s says why', async (logql, hint) => {
    const { callTool } = await start({ lines });
    expect(await callTool('query_loki_logs', { logql })).toMatchObject({ lines: [], hints: [hint] });
  });

  test('says that there were lines before', async () => {
    const { callTool } = await start({ lines: [...lines, { labels: { app: 'old' }, line: 'x', atMs: nowMs - 7_200_000 }] });
    const range = { start: 'now-2h30m', end: 'now-30m' };
    expect(await callTool('query_loki_logs', { logql: '{app=~"checkout"}', ...range })).toMatchObject({
      hints: ['No stream has all labels of {app=~"checkout"} in this range: leave one out.'],
    });
    expect(await callTool('query_loki_logs', { logql: '{app=~"old"}' })).toMatchObject({
      hints: [expect.stringContaining('in the 24 hours before its end there are about 1')],
    });
  });
});

test('a query that Loki cannot read is explained with what would fit', async () => {
  const { callTool } = await start();
  await expect(callTool('query_loki_logs', { logql: '{app="api"' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'syntax', line: 1, column: 11, expected: expect.arrayContaining(['}']) },
    hint: expect.stringContaining('line 1, character 11'),
  });
});
