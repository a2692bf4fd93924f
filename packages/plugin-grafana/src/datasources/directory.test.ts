import type { JsonObject } from '@lineclear/core/plugin';
import { expect, onTestFinished, test } from 'vitest';
import { definePlugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { row, startFakeGrafana } from '../client/test/fake-grafana.ts';
import { startTools } from '../prometheus/test/start-tools.ts';
import { listPrometheusLabelNames } from '../tools/list-prometheus-label-names.ts';

const tools = [listPrometheusLabelNames];
const start = async (rows: readonly JsonObject[], more: JsonObject = {}) => {
  const http = await startFakeGrafana({ rows });
  const { callTool, answer } = await startTools({ tools, settings: { grafana: { url: http.url }, ...more } });
  const labels = (uid?: string) => callTool('list_prometheus_label_names', uid === undefined ? {} : { datasource_uid: uid });
  return { http, labels, answer };
};
const one = row({ isDefault: false });
const two = row({ id: 8, uid: 'second', name: 'Second', isDefault: false });
const loki = row({ id: 9, uid: 'logs', name: 'Logs', type: 'loki', isDefault: true });

test.each([
  ['the only one of the type', [loki, one], undefined, 'prom'],
  ['the default of the type', [one, { ...two, isDefault: true }], undefined, 'second'],
  ['the one with this uid', [one, two], 'second', 'second'],
  ['the one with this name', [one, two], 'Main Prometheus', 'prom'],
  ['a uid before a name', [{ ...one, name: 'second' }, two], 'second', 'second'],
  ['one that speaks the same language', [{ ...one, type: 'grafana-amazonprometheus-datasource' }], undefined, 'prom'],
])('%s is asked', async (_what, rows, uid, asked) => {
  const { http, labels } = await start(rows);
  await labels(uid);
  expect(http.asked()).toEqual([expect.stringMatching(`^GET (resources|proxy):${asked} /api/v1/labels$`)]);
});

test.each([
  ['several and no default', [one, two], undefined, { code: 'invalid_input', details: { reason: 'datasource_ambiguous' } }],
  ['an unknown one', [one, two], 'third', { code: 'not_found', details: { reason: 'datasource' } }],
  ['one of another type', [one, two, loki], 'logs', { code: 'invalid_input', details: { reason: 'datasource_type' } }],
])('%s: the choices are listed', async (_what, rows, uid, expected) => {
  const { labels } = await start(rows);
  await expect(labels(uid)).rejects.toMatchObject({
    ...expected,
    details: {
      ...expected.details,
      datasources: [
        { uid: 'prom', name: 'Main Prometheus' },
        { uid: 'second', name: 'Second' },
      ],
    },
  });
});

test('none of the type: the operator is told what to add', async () => {
  const { labels } = await start([loki]);
  await expect(labels()).rejects.toMatchObject({ code: 'not_configured', hint: expect.stringContaining('add prometheus') });
});

test('a hundred choices are twenty and a number', async () => {
  const rows = Array.from({ length: 100 }, (_, index) => row({ uid: `p${index}`, name: `P${index}`, isDefault: false }));
  const { labels } = await start(rows);
  await expect(labels()).rejects.toMatchObject({ details: { datasources_left_out: 80 } });
});

test('the server that the profile names comes first, and needs no Grafana', async () => {
  const direct = await startFakeGrafana({
    routes: [{ method: 'GET', path: '/api/v1/labels', handle: () => ({ json: { status: 'success', data: ['direct'] } }) }],
  });
  const { http, labels } = await start([one], { prometheus: { url: direct.url } });
  http.inject({ kind: 'status', status: 500 }, {});
  expect(await labels()).toMatchObject({ labels: ['direct'] });
  expect(await labels('prometheus')).toMatchObject({ labels: ['direct'] });
  expect(http.requests).toEqual([]);
  await expect(labels('prom')).rejects.toMatchObject({ code: 'upstream_error' });
});

test('the list is believed for half a minute, and an error for no time', async () => {
  const http = await startFakeGrafana({ rows: [one] });
  let nowMs = Date.parse('2026-03-02T12:00:00Z');
  const plugin = definePlugin({
    id: 'grafana',
    title: 'Grafana',
    version: '1.0.0',
    toolsets: { prometheus: { title: 'P', use: 'Use.' } },
    tools,
  });
  const started = await startPlugin({
    plugin,
    connections: { grafana: { grafana: { url: http.url } } },
    clock: { now: () => nowMs },
  });
  onTestFinished(started.close);
  const lists = () => http.requests.filter(({ path }) => path === '/api/datasources').length;
  http.inject({ kind: 'status', status: 500 }, { path: '/api/datasources', times: 1 });
  await expect(started.callTool('list_prometheus_label_names')).rejects.toMatchObject({ code: 'upstream_error' });
  await Promise.all(Array.from({ length: 5 }, () => started.callTool('list_prometheus_label_names')));
  expect(lists()).toBe(2);
  nowMs += 29_000;
  await started.callTool('list_prometheus_label_names');
  expect(lists()).toBe(2);
  nowMs += 2_000;
  await started.callTool('list_prometheus_label_names');
  expect(lists()).toBe(3);
});

test('one caller that leaves does not take the answer of the others along', async () => {
  const { promise: isReleased, resolve: release } = Promise.withResolvers<void>();
  const list = async () => {
    await isReleased;
    return { json: [one] };
  };
  const http = await startFakeGrafana({ routes: [{ method: 'GET', path: '/api/datasources', handle: list }] });
  const { answer } = await startTools({ tools, settings: { grafana: { url: http.url } } });
  const leaving = new AbortController();
  const first = answer('list_prometheus_label_names', {}, leaving.signal);
  const second = answer('list_prometheus_label_names', {});
  await expect.poll(() => http.requests.length).toBeGreaterThan(0);
  leaving.abort();
  expect(await first).toMatchObject({ kind: 'error', error: { code: 'cancelled' } });
  release();
  expect(await second).toMatchObject({ kind: 'value' });
});

test('who may not list datasources finds those of the settings of Grafana itself', async () => {
  const settings = {
    defaultDatasource: 'Main Prometheus',
    datasources: {
      '-- Grafana --': { id: -1, uid: 'grafana', name: '-- Grafana --', type: 'datasource' },
      'Main Prometheus': {
        id: 7,
        uid: 'prom',
        name: 'Main Prometheus',
        type: 'prometheus',
        url: '/api/datasources/proxy/uid/prom',
        jsonData: [],
      },
      Second: { id: 8, uid: 'second', name: 'Second', type: 'prometheus' },
      broken: 42,
    },
  };
  const http = await startFakeGrafana({
    routes: [
      { method: 'GET', path: '/api/datasources', handle: () => ({ status: 403, json: { message: 'no permission' } }) },
      { method: 'GET', path: '/api/frontend/settings', handle: () => ({ json: settings }) },
    ],
  });
  const { callTool } = await startTools({ tools, settings: { grafana: { url: http.url } } });
  expect(await callTool('list_prometheus_label_names')).toMatchObject({ labels: ['__name__', 'job'] });
  expect(http.requests.at(-1)?.path).toBe('/api/datasources/uid/prom/resources/api/v1/labels');
});
