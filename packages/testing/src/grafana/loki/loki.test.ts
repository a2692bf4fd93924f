import { expect, onTestFinished, test } from 'vitest';
import { ask } from '../../tasker/test/ask.ts';
import type { LokiSandboxOptions } from './sandbox.ts';
import { startLokiSandbox } from './sandbox.ts';

const nowMs = Date.parse('2026-01-31T12:00:00Z');
const minuteMs = 60_000;

const openLoki = async (options: LokiSandboxOptions = {}) => {
  const loki = await startLokiSandbox({ clock: { now: () => nowMs }, ...options });
  onTestFinished(() => loki.close());
  const tunnel = { service: 'tunnel', level: 'info' };
  loki.push([
    { labels: tunnel, line: 'level=info msg="request finished" status=200 duration=120ms', atMs: nowMs - 30 * minuteMs },
    { labels: tunnel, line: 'level=info msg="request finished" status=200 duration=2400ms', atMs: nowMs - 20 * minuteMs },
    { labels: { ...tunnel, level: 'error' }, line: 'level=error msg="upstream Error" status=502', atMs: nowMs - 10 * minuteMs },
    {
      labels: { service: 'shop', level: 'info' },
      line: '{"status":200,"user":{"id":7}}',
      atMs: nowMs - 5 * minuteMs,
      metadata: { trace: 'abc' },
    },
  ]);
  const query = (path: string, parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(`${loki.url}/loki/api/v1/${path}?${new URLSearchParams(parameters).toString()}`, { headers });
  return { ...loki, query };
};

type Streams = { data: { result: { stream: Record<string, string>; values: [string, string, object?][] }[] } };
const linesIn = ({ json, text }: { json: unknown; text: string }): readonly string[] => {
  if (json === undefined) return [text];
  return (json as Streams).data.result.flatMap(({ values }) => values.map(([, line]) => line));
};

test.for([
  ['{service="tunnel"}', 3],
  ['{service=~"tunnel|shop"}', 4],
  ['{service=~"tun.*", level!="error"}', 2],
  ['{service=~".+"} |= "status=200"', 2],
  ['{service=~".+"} != "status=200"', 2],
  ['{service=~".+"} |~ "(?i)ERROR"', 1],
  ['{service=~".+"} !~ `status=\\d+`', 1],
  ['{service="tunnel"} | logfmt | duration > 1s', 1],
  ['{service="tunnel"} | logfmt | status >= 500 | level="error"', 1],
  ['{service="shop"} | json | user_id = "7"', 1],
  ['{service="shop"} | trace="abc"', 1],
  ['{service="nothing"}', 0],
] as const)('%s finds %i lines', async ([expression, count]) => {
  const { query } = await openLoki();
  expect(linesIn(await query('query_range', { query: expression }))).toHaveLength(count);
});

test('the newest lines come first, up to the limit, and the other way round', async () => {
  const { query } = await openLoki();
  const all = { query: '{service="tunnel"}', limit: '1' };
  expect(linesIn(await query('query_range', all))[0]).toContain('upstream Error');
  expect(linesIn(await query('query_range', { ...all, direction: 'forward' }))[0]).toContain('duration=120ms');
});

test.for([
  ['nanoseconds', `${nowMs - 15 * minuteMs}000000`, `${nowMs}000000`],
  ['seconds', `${nowMs / 1000 - 900}`, `${nowMs / 1000}.000`],
  ['RFC 3339', '2026-01-31T11:45:00Z', '2026-01-31T12:00:00Z'],
] as const)('takes a range in %s', async ([, start, end]) => {
  const { query } = await openLoki();
  expect(linesIn(await query('query_range', { query: '{service="tunnel"}', start, end }))).toHaveLength(1);
});

test('labels read from a line are told apart from those of its stream on request', async () => {
  const { query } = await openLoki();
  const expression = { query: '{service="shop"} | json' };
  const merged = (await query('query_range', expression)).json as Streams;
  expect(merged.data.result[0]?.stream).toMatchObject({ service: 'shop', user_id: '7', trace: 'abc' });
  const split = (await query('query_range', expression, { 'x-loki-response-encoding-flags': 'categorize-labels' }))
    .json as Streams;
  expect(split.data.result[0]?.stream).toEqual({ service: 'shop', level: 'info' });
  expect(split.data.result[0]?.values[0]?.[2]).toEqual({
    structuredMetadata: { trace: 'abc' },
    parsed: { status: '200', user_id: '7' },
  });
});

test('counts lines by stream, by group and per second', async () => {
  const { query } = await openLoki();
  const value = async (expression: string) => {
    const { json } = await query('query', { query: expression, time: String(nowMs / 1000) });
    return (json as { data: { result: { metric: object; value: [number, string] }[] } }).data.result.map(
      ({ metric, value: [, text] }) => [metric, text],
    );
  };
  expect(await value('count_over_time({service="tunnel"}[1h])')).toEqual([
    [{ service: 'tunnel', level: 'info' }, '2'],
    [{ service: 'tunnel', level: 'error' }, '1'],
  ]);
  expect(await value('sum(count_over_time({service=~".+"} |= "status=200" [1h]))')).toEqual([[{}, '2']]);
  expect(await value('sum by (service) (count_over_time({service=~".+"}[1h]))')).toEqual([
    [{ service: 'tunnel' }, '3'],
    [{ service: 'shop' }, '1'],
  ]);
  expect(await value('sum(rate({service="tunnel"}[1h])) by (service)')).toEqual([
    [{ service: 'tunnel' }, String(2 / 3600 + 1 / 3600)],
  ]);
});

test('a metric over a range is a matrix with gaps', async () => {
  const { query } = await openLoki();
  const start = String(nowMs / 1000 - 1800);
  const { json } = await query('query_range', { query: 'sum(count_over_time({service="tunnel"}[5m]))', start, step: '5m' });
  const { data } = json as { data: { resultType: string; result: { values: [number, string][] }[] } };
  expect(data.resultType).toBe('matrix');
  expect(data.result[0]?.values.map(([second, text]) => [(nowMs / 1000 - second) / 60, text])).toEqual([
    [25, '1'],
    [15, '1'],
    [5, '1'],
  ]);
});

test('labels, values and sizes are those of the range; an empty list is left out', async () => {
  const { query } = await openLoki();
  expect((await query('labels', {})).json).toEqual({ status: 'success', data: ['level', 'service'] });
  expect((await query('label/service/values', { query: '{level="info"}' })).json).toMatchObject({ data: ['shop', 'tunnel'] });
  expect((await query('labels', { end: '2020-01-01T00:00:00Z' })).json).toEqual({ status: 'success' });
  expect((await query('index/stats', { query: '{service="tunnel"}' })).json).toMatchObject({ streams: 2, entries: 3 });
  expect((await query('series', { 'match[]': '{service="shop"}' })).json).toMatchObject({
    data: [{ service: 'shop', level: 'info' }],
  });
});

test('patterns are counted by step, where they are switched on', async () => {
  const { query } = await openLoki();
  const { json } = await query('patterns', { query: '{service="tunnel"}', step: '3600' });
  expect(json).toMatchObject({
    data: [
      { pattern: 'level=info msg="request finished" status=<_> duration=<_>ms' },
      { pattern: 'level=error msg="upstream Error" status=<_>' },
    ],
  });
  const off = await openLoki({ patterns: false });
  const answer = await off.query('patterns', { query: '{service="tunnel"}' });
  expect([answer.status, answer.text]).toEqual([404, '']);
});

test.for([
  ['query_range', '{service="tunnel"} | line_format "x"', 'parse error at line 1, col 34: syntax error: unexpected "'],
  ['query_range', '{service="tunnel"', 'parse error at line 1, col 18: syntax error: unexpected $end'],
  ['query_range', 'topk(3, rate({service="tunnel"}[5m]))', 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER'],
  ['query_range', '{service=~".*"}', 'queries require at least one regexp or equality matcher'],
  ['query_range', '{}', 'queries require at least one regexp or equality matcher'],
  ['query', '{service="tunnel"}', 'log queries are not supported as an instant query type'],
  ['index/stats', '{service="tunnel"} |= "x"', 'only label matchers are supported'],
] as const)('%s refuses %s as text', async ([path, expression, problem]) => {
  const { query } = await openLoki();
  const answer = await query(path, { query: expression });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(answer.text).toContain(problem);
});

test('refuses more lines and longer ranges than its limits', async () => {
  const { query } = await openLoki({ limits: { maxEntries: 100, maxRangeMs: 24 * 60 * minuteMs } });
  const expression = { query: '{service="tunnel"}' };
  expect((await query('query_range', { ...expression, limit: '101' })).text).toContain(
    'limit > max_entries_limit_per_query (101 > 100)',
  );
  expect((await query('query_range', { ...expression, since: '48h' })).text).toBe(
    'the query time range exceeds the limit (query length: 48h0m0s, limit: 24h0m0s)',
  );
});

test('a Loki with tenants wants to know which', async () => {
  const { url, query } = await openLoki({ multiTenant: true });
  expect((await query('labels', {})).text).toBe('no org id');
  expect((await query('labels', {}, { 'x-scope-orgid': 'one' })).status).toBe(200);
  expect((await ask(`${url}/ready`)).text).toBe('ready\n');
});

test('takes lines as a shipper sends them', async () => {
  const { url, query } = await openLoki();
  const json = { streams: [{ stream: { app: 'new' }, values: [[`${nowMs - 1000}000000`, 'pushed']] }] };
  expect((await ask(`${url}/loki/api/v1/push`, { method: 'POST', json })).status).toBe(204);
  expect(linesIn(await query('query_range', { query: '{app="new"}' }))).toEqual(['pushed']);
});
