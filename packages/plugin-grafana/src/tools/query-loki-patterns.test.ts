import { expect, test } from 'vitest';
import { everySecond, startLokiTools } from '../loki/test/start-loki-tools.ts';
import { queryLokiPatterns } from './query-loki-patterns.ts';

const lines = everySecond(['job 1 done', 'job 2 done', 'job 3 done', 'idle']);
const start = (patterns: boolean) => startLokiTools({ tools: [queryLokiPatterns], patterns, lines });
const query = { logql: '{app="api"}' };

test('answers what Loki keeps', async () => {
  const { callTool } = await start(true);
  expect(await callTool('query_loki_patterns', { ...query, limit: 1 })).toMatchObject({
    method: 'loki_patterns',
    lines: 4,
    complete: true,
    patterns: [{ pattern: 'job <_> done', count: 3, percentage: 75, samples: [] }],
    more_patterns: 1,
    more_lines: 1,
  });
  expect(await callTool('mcp_grafana_query_loki_patterns', { datasourceUid: 'loki', ...query, step: '1m' })).toEqual({
    result: [
      { pattern: 'job <_> done', totalCount: 3 },
      { pattern: 'idle', totalCount: 1 },
    ],
  });
});

test('clusters lines where Loki keeps none, and says so', async () => {
  const { callTool } = await start(false);
  expect(await callTool('query_loki_patterns', query)).toMatchObject({
    method: 'clustered_lines',
    complete: true,
    patterns: [{ pattern: 'job <_> done', count: 3, samples: ['job 3 done', 'job 2 done', 'job 1 done'] }, { pattern: 'idle' }],
    notes: ['This Loki keeps no patterns (its pattern ingester is off). So 4 fetched lines were clustered here.'],
  });
});

test('an empty answer says why', async () => {
  const { callTool } = await start(true);
  expect(await callTool('query_loki_patterns', { logql: '{app="apy"}' })).toMatchObject({
    patterns: [],
    hints: [expect.stringContaining('"api"')],
  });
});
