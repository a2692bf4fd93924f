import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp, type Route } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { checkDatasourcesHealth } from '../tools/check-datasources-health.ts';
import { getDatasource } from '../tools/get-datasource.ts';
import { listDatasources } from '../tools/list-datasources.ts';
import { listLokiLabelNames } from '../tools/list-loki-label-names.ts';
import { queryPrometheus } from '../tools/query-prometheus.ts';
import { row } from './test/fake-grafana.ts';

const tools = [listDatasources, getDatasource, checkDatasourcesHealth, listLokiLabelNames, queryPrometheus];
const success = (data: unknown) => () => ({ json: { status: 'success', data } });
const below = ['/api/v1/query', '/api/v1/status/buildinfo', '/loki/api/v1/labels'];
const series = { resultType: 'vector', result: [{ metric: { __name__: 'up' }, value: [1_772_452_800, '1'] }] };

/** A Grafana before 9: its ways to a datasource have the number in them, and what looks like one with a uid is none. */
const start = async (
  rows: readonly JsonObject[] = [row(), row({ id: 9, uid: 'logs', name: 'Logs', type: 'loki', isDefault: false })],
) => {
  const both = (path: string, handle: Route['handle']): Route[] => ['GET', 'POST'].map((method) => ({ method, path, handle }));
  const noNumber: Route['handle'] = () => ({ status: 400, json: { message: 'id is invalid' } });
  const notFound: Route['handle'] = () => ({ status: 404, json: { message: 'Not found' } });
  const http = await fakeHttp({
    routes: [
      { method: 'GET', path: '/api/datasources', handle: () => ({ json: rows }) },
      { method: 'GET', path: '/api/datasources/7', handle: () => ({ json: row({ access: 'direct' }) }) },
      ...both('/api/datasources/proxy/7/api/v1/query', success(series)),
      ...both('/api/datasources/proxy/7/api/v1/status/buildinfo', success({})),
      ...both('/api/datasources/proxy/9/loki/api/v1/labels', success(['app'])),
      ...below.flatMap((path) => both(`/api/datasources/proxy/uid/:uid${path}`, noNumber)),
      ...['', '/health', ...below.map((path) => `/resources${path}`)].flatMap((path) =>
        both(`/api/datasources/uid/:uid${path}`, notFound),
      ),
    ],
    onUnhandled: 'ignore',
  });
  onTestFinished(() => http.close());
  return { http, ...(await startTools({ tools, settings: { grafana: { url: http.url } } })) };
};

test('a Prometheus is asked by its number, which is remembered', async () => {
  const { callTool, http } = await start();
  expect(await callTool('query_prometheus', { expr: 'up' })).toMatchObject({ total: 1 });
  http.clear();
  expect(await callTool('query_prometheus', { expr: 'up' })).toMatchObject({ total: 1 });
  expect(http.requests.map(({ path }) => path)).toEqual(['/api/datasources/proxy/7/api/v1/query']);
});

test('so is a Loki, whose usual way looks like one of a number', async () => {
  const { callTool } = await start();
  expect(await callTool('list_loki_label_names')).toMatchObject({ labels: ['app'] });
});

test('settings and health are found', async () => {
  const { callTool } = await start();
  expect(await callTool('get_datasource', { uid: 'prom' })).toMatchObject({ uid: 'prom', access: 'direct' });
  expect(await callTool('check_datasources_health', { uids: ['prom', 'logs'] })).toMatchObject({ ok: 2, failing: 0 });
});

test('datasources without a uid have their number for one', async () => {
  const { uid: _uid, ...numbered } = row();
  const { callTool } = await start([numbered]);
  expect(await callTool('list_datasources')).toMatchObject({ datasources: [{ uid: '7', id: 7 }] });
  expect(await callTool('query_prometheus', { expr: 'up', datasource_uid: '7' })).toMatchObject({ datasource: '7', total: 1 });
});

test('a path that the datasource itself does not have is not asked for again', async () => {
  const { http, answer } = await start();
  http.inject({ kind: 'status', status: 404, text: '404 page not found' }, { method: 'POST' });
  expect(await answer('query_prometheus', { expr: 'up' })).toMatchObject({ error: { code: 'not_found' } });
  expect(http.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
