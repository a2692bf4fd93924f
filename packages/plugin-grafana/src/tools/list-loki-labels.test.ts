import { expect, test } from 'vitest';
import { everySecond, startLokiTools } from '../loki/test/start-loki-tools.ts';
import { listLokiLabelNames } from './list-loki-label-names.ts';
import { listLokiLabelValues } from './list-loki-label-values.ts';
import { queryLokiStats } from './query-loki-stats.ts';

const lines = [...everySecond(['a', 'bb'], { app: 'api', pod: 'a-1' }), ...everySecond(['c'], { app: 'web', zone: 'west' })];
const start = () => startLokiTools({ tools: [listLokiLabelNames, listLokiLabelValues, queryLokiStats], lines });

test('lists the labels of the last hour, or of a selector', async () => {
  const { callTool } = await start();
  expect(await callTool('list_loki_label_names', { limit: 2 })).toEqual({ labels: ['app', 'pod'], total: 3, more: 1, hints: [] });
  expect(await callTool('list_loki_label_names', { selector: '{app="web"}' })).toMatchObject({ labels: ['app', 'zone'] });
  expect(await callTool('list_loki_label_names', { start: 'now-3h', end: 'now-2h' })).toMatchObject({
    labels: [],
    hints: [expect.stringContaining('try another one')],
  });
  expect(await callTool('mcp_grafana_list_loki_label_names', { datasourceUid: 'loki', startRfc3339: 'now-1h' })).toEqual({
    result: ['app', 'pod', 'zone'],
  });
});

test('lists the values of a label, and similar labels where there is none', async () => {
  const { callTool } = await start();
  expect(await callTool('list_loki_label_values', { label: 'app' })).toEqual({
    values: ['api', 'web'],
    total: 2,
    more: 0,
    hints: [],
  });
  expect(await callTool('list_loki_label_values', { label: 'zones' })).toMatchObject({
    values: [],
    hints: ['No stream has the label "zones" in this range; similar: zone.'],
  });
  expect(await callTool('mcp_grafana_list_loki_label_values', { datasourceUid: 'loki', labelName: 'pod' })).toEqual({
    result: ['a-1'],
  });
});

test('estimates the size of a selector, whatever comes after it', async () => {
  const { callTool, queries } = await start();
  expect(await callTool('query_loki_stats', { logql: 'rate({app="api"} |= "a" [5m])' })).toMatchObject({
    selector: '{app="api"}',
    streams: 1,
    entries: 2,
    bytes: 3,
    notes: [expect.stringContaining('the index does not know it')],
    hints: [],
  });
  expect(queries()[0]?.searchParams.get('query')).toBe('{app="api"}');
  expect(await callTool('mcp_grafana_query_loki_stats', { datasourceUid: 'loki', logql: '{app="web"}' })).toEqual({
    streams: 1,
    chunks: 1,
    entries: 1,
    bytes: 1,
  });
  expect(await callTool('query_loki_stats', { logql: '{app="wep"}' })).toMatchObject({
    streams: 0,
    hints: [expect.stringContaining('"web"')],
  });
  await expect(callTool('query_loki_stats', { logql: '1 + 1' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { reason: 'selector' },
  });
});
