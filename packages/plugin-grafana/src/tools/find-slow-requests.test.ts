import { expect, test } from 'vitest';
import { everySecond, startLokiTools } from '../loki/test/start-loki-tools.ts';
import { findSlowRequests } from './find-slow-requests.ts';

const start = (lines: readonly string[]) => startLokiTools({ tools: [findSlowRequests], lines: everySecond(lines) });
const app = { labels: { app: 'api' } };

test('groups by route, with percentiles, and shows the slowest', async () => {
  const { callTool } = await start([
    ...Array.from({ length: 20 }, (_, index) => `method=GET path=/users/${index} duration=${(index + 1) * 10}ms`),
    ...[1_500, 2_500].map((ms) => `method=POST path=/orders/${ms} duration=${ms}ms`),
    'method=GET path=/none',
  ]);
  const answer = await callTool('find_slow_requests', { ...app, limit: 1 });
  expect(answer).toMatchObject({
    query: '{app="api"}',
    read_lines: 22,
    complete: true,
    timed: 22,
    slow: 2,
    durations_from: [{ source: 'duration', lines: 22, unit_assumed: false }],
    slowest: [
      {
        time: '2026-03-02T11:59:58.000000022Z',
        duration_ms: 2_500,
        route: 'POST /orders/<_>',
        line: expect.stringContaining('2500ms'),
      },
    ],
    routes: [
      { route: 'POST /orders/<_>', count: 2, slow: 2, p50_ms: 1_500, p95_ms: 2_500, max_ms: 2_500 },
      { route: 'GET /users/<_>', count: 20, slow: 0, p50_ms: 100, p95_ms: 190, max_ms: 200 },
    ],
    hints: [],
  });
});

test('says when it has not read everything, and when it had to guess units', async () => {
  const { callTool } = await start(Array.from({ length: 150 }, (_, index) => `request done duration=${index}`));
  const answer = await callTool('find_slow_requests', { selector: '{app="api"} |= "done"', max_lines: 100, threshold_ms: 149 });
  expect(answer).toMatchObject({
    read_lines: 100,
    complete: false,
    slow: 1,
    notes: [expect.stringContaining('100 do'), expect.stringContaining('Only the newest'), expect.stringContaining('no unit')],
  });
});

test('says why nothing was found', async () => {
  const { callTool } = await start(['nothing of interest']);
  expect(await callTool('find_slow_requests', app)).toMatchObject({
    timed: 0,
    hints: ['{app="api"} has about 1 line in this range; none that was read tells a duration.'],
  });
  await expect(callTool('find_slow_requests', {})).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'selector' },
  });
  await expect(callTool('find_slow_requests', { ...app, selector: '{a="b"}' })).rejects.toMatchObject({
    details: { reason: 'selector' },
  });
  await expect(callTool('find_slow_requests', { labels: { 'a"b': 'c' } })).rejects.toMatchObject({
    details: { reason: 'label_name' },
  });
  await expect(callTool('find_slow_requests', { selector: 'rate({a="b"}[5m])' })).rejects.toMatchObject({
    details: { reason: 'metric_query' },
  });
});

test('takes the arguments of an investigation', async () => {
  const { callTool } = await start(['GET /a took 3s']);
  const args = { name: 'Slow', labels: { app: 'api' }, start: '2026-03-02T11:30:00Z', end: '2026-03-02T12:00:00Z' };
  expect(await callTool('mcp_grafana_find_slow_requests', args)).toMatchObject({ slow: 1 });
});
