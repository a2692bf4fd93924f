import { tunnelLogs } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { everySecond, nowMs, startLokiTools } from '../loki/test/start-loki-tools.ts';
import { findErrorPatternLogs } from './find-error-pattern-logs.ts';

const start = (options: Partial<Parameters<typeof startLokiTools>[0]> = {}) =>
  startLokiTools({ tools: [findErrorPatternLogs], patterns: false, ...options });
const app = { labels: { app: 'api' } };
const minutesAgo = (minutes: number, lines: readonly string[]) =>
  lines.map((line, index) => ({ labels: { app: 'api' }, line, atMs: nowMs - minutes * 60_000 + index }));
const timeouts = (count: number) =>
  Array.from({ length: count }, (_, index) => `ERROR request ${index} to db-${index % 3} timed out after ${index + 1}s`);

describe('where Loki keeps no patterns', () => {
  test('clusters the errors, and compares with the same time before', async () => {
    const { callTool, queries } = await start({
      lines: [
        ...minutesAgo(40, timeouts(6)),
        ...minutesAgo(20, ['panic: nil map', 'level=info msg="retry after error 7"', 'all is well']),
        ...minutesAgo(80, timeouts(2)),
        ...minutesAgo(100, ['ERROR disk /dev/sda1 is full']),
      ],
    });
    const answer = await callTool('find_error_pattern_logs', app);
    expect(answer).toMatchObject({
      method: 'clustered_lines',
      datasource: 'loki',
      query: '{app="api"}',
      from: '2026-03-02T11:00:00.000Z',
      compared_from: '2026-03-02T10:00:00.000Z',
      lines: 7,
      complete: true,
      patterns: [
        {
          pattern: 'ERROR request <_> to <_> timed out after <_>',
          count: 6,
          percentage: 85.7,
          previous_count: 2,
          factor: 3,
          is_new: false,
          first_seen: expect.stringMatching(/^2026-03-02T11:20:00\.000/),
          last_seen: expect.stringMatching(/^2026-03-02T11:20:00\.005/),
          samples: [timeouts(6)[5], timeouts(6)[4], timeouts(6)[3]],
        },
        { pattern: 'panic: nil map', count: 1, percentage: 14.3, previous_count: 0, factor: null, is_new: true },
      ],
      more_patterns: 0,
      hints: [],
    });
    expect(answer['notes']).toEqual([
      'This Loki keeps no patterns (its pattern ingester is off). So 7 fetched lines were clustered here.',
      '1 line speaks of errors at level info or below and is not counted.',
      '1 pattern of the time before is gone.',
    ]);
    expect(queries().every(({ pathname }) => pathname.startsWith('/loki/api/v1/'))).toBe(true);
  });

  test('finds errors by their level as well', async () => {
    const { callTool } = await start({
      lines: [
        ...everySecond(['queue is stuck'], { app: 'api', level: 'error' }),
        { labels: { app: 'api' }, line: 'cannot reach peer', atMs: nowMs - 5_000, metadata: { detected_level: 'critical' } },
        ...everySecond(['hello'], { app: 'api', level: 'info' }),
      ],
    });
    const { patterns } = await callTool('find_error_pattern_logs', app);
    expect(patterns).toMatchObject([{ pattern: 'cannot reach peer' }, { pattern: 'queue is stuck' }]);
  });

  test('compares by time where not everything was read', async () => {
    const lines = [...minutesAgo(50, timeouts(400)), ...minutesAgo(110, timeouts(400))];
    const { callTool } = await start({ lines });
    const answer = await callTool('find_error_pattern_logs', { ...app, max_lines: 100, limit: 1 });
    expect(answer).toMatchObject({ complete: false, lines: 100, patterns: [{ count: 100, previous_count: 100, factor: 1 }] });
    expect(answer['notes']).toEqual([
      expect.any(String),
      expect.stringContaining('Only the newest lines were read, since 2026-03-02T11:10:00.300'),
      expect.stringContaining('a pattern called new may be older'),
    ]);
  });

  test('reads in smaller pages where the server wants that, and loses no line', async () => {
    const { callTool, queries } = await start({
      lines: minutesAgo(30, timeouts(700)),
      limits: { maxEntries: 300, maxRangeMs: 86_400_000 },
    });
    expect(await callTool('find_error_pattern_logs', app)).toMatchObject({ lines: 700, complete: true });
    expect(new Set(queries().map(({ searchParams }) => searchParams.get('limit')))).toEqual(new Set(['1000', '250', null]));
  });

  test('filters of the selector hold, and patterns of the server are not asked for', async () => {
    const { callTool, queries } = await start({ patterns: true, lines: everySecond(['ERROR a', 'ERROR b b']) });
    expect(await callTool('find_error_pattern_logs', { selector: '{app="api"} |= "b"' })).toMatchObject({
      method: 'clustered_lines',
      lines: 1,
      notes: [expect.stringContaining('the query has filters')],
    });
    expect(queries().map(({ pathname }) => pathname)).not.toContain('/loki/api/v1/patterns');
  });
});

describe('where Loki keeps patterns', () => {
  test('uses them, with samples of the lines', async () => {
    const { callTool } = await start({
      patterns: true,
      lines: [...minutesAgo(20, [...timeouts(4), 'GET /a 200']), ...minutesAgo(80, timeouts(1))],
    });
    const answer = await callTool('find_error_pattern_logs', app);
    expect(answer).toMatchObject({
      method: 'loki_patterns',
      lines: 4,
      complete: true,
      patterns: [
        {
          pattern: 'ERROR request <_> to db-<_> timed out after <_>s',
          count: 4,
          percentage: 100,
          previous_count: 1,
          factor: 4,
          is_new: false,
          samples: [timeouts(4)[3], timeouts(4)[2], timeouts(4)[1]],
        },
      ],
      notes: [expect.stringContaining('Loki itself')],
    });
  });

  test('says what Loki may have forgotten', async () => {
    const { callTool } = await start({ patterns: true, lines: minutesAgo(20, timeouts(2)) });
    expect(await callTool('find_error_pattern_logs', { ...app, start: 'now-6h' })).toMatchObject({
      method: 'loki_patterns',
      complete: false,
      patterns: [{ previous_count: null, factor: null, is_new: null }],
      notes: [expect.any(String), expect.stringContaining('older lines may be missing'), expect.stringContaining('longer ago')],
    });
  });

  test('clusters lines where none of the patterns is an error', async () => {
    const { callTool } = await start({ patterns: true, lines: everySecond(['stuck'], { app: 'api', level: 'error' }) });
    expect(await callTool('find_error_pattern_logs', app)).toMatchObject({
      method: 'clustered_lines',
      patterns: [{ pattern: 'stuck' }],
      notes: [expect.stringContaining('knows no error pattern')],
    });
  });
});

test('finds what went wrong in the tunnel', async () => {
  const { callTool } = await start({ lines: tunnelLogs({ endMs: nowMs, minutes: 120 }) });
  const { patterns, lines } = await callTool('find_error_pattern_logs', { labels: { service: 'tunnel' } });
  expect(lines).toBe(70);
  expect(patterns).toMatchObject([
    { pattern: 'level=error msg="upstream error: connection refused" request=<_> upstream=<_>', count: 60, is_new: true },
    { pattern: 'level=error msg="circuit breaker opened after <_> failures" state=open', count: 10, is_new: true },
  ]);
});

test('answers to the published name in its shape', async () => {
  const { callTool } = await start({ lines: minutesAgo(10, ['ERROR a 1', 'ERROR a 2']) });
  const args = { name: 'Investigation', labels: { app: 'api' }, start: '2026-03-02T11:00:00Z', end: '2026-03-02T12:00:00Z' };
  expect(await callTool('mcp_grafana_find_error_pattern_logs', args)).toEqual({
    patterns: [
      {
        pattern: 'ERROR a <_>',
        count: 2,
        percentage: 100,
        firstSeen: expect.stringMatching(/^2026-03-02T11:50/),
        lastSeen: expect.any(String),
      },
    ],
  });
});

test('says why nothing was found', async () => {
  const { callTool } = await start({ lines: everySecond(['hello']) });
  expect(await callTool('find_error_pattern_logs', app)).toMatchObject({
    patterns: [],
    hints: ['{app="api"} has about 1 line in this range; none that was read is an error by its level or its words.'],
  });
  expect(await callTool('find_error_pattern_logs', { labels: { app: 'ipa' } })).toMatchObject({
    hints: [expect.stringContaining('there are: "api"')],
    notes: [expect.not.stringContaining('clustered')],
  });
});
