import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp } from '@lineclear/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTools } from '../prometheus/test/start-tools.ts';
import { listPrometheusLabelNames } from '../tools/list-prometheus-label-names.ts';
import { queryPrometheus } from '../tools/query-prometheus.ts';
import { row, startFakeGrafana } from './test/fake-grafana.ts';

const start = async (options: Parameters<typeof startFakeGrafana>[0] = {}, settings: JsonObject = {}) => {
  const http = await startFakeGrafana(options);
  const tools = [queryPrometheus, listPrometheusLabelNames];
  const started = await startTools({ tools, settings: { grafana: { url: http.url, token: 'simulated-token-1', ...settings } } });
  const labels = (args: JsonObject = {}) => started.callTool('list_prometheus_label_names', args);
  const query = (args: JsonObject = {}) => started.callTool('query_prometheus', { expr: 'up', ...args });
  return { ...started, http, labels, query };
};

test('resources are asked first, and then remembered', async () => {
  const { http, labels, query } = await start();
  expect(await labels()).toMatchObject({ labels: ['__name__', 'job'] });
  expect(await query()).toMatchObject({ series: [{ value: 1 }] });
  expect(http.asked()).toEqual(['GET resources:prom /api/v1/labels', 'POST resources:prom /api/v1/query']);
});

describe.each([401, 403, 500])('where resources answer %i', (status) => {
  test('the proxy is asked, and from then on first', async () => {
    const { http, labels, query } = await start({ resources: status });
    expect(await labels()).toMatchObject({ labels: ['__name__', 'job'] });
    expect(await query()).toMatchObject({ series: [{ value: 1 }] });
    expect(http.asked()).toEqual([
      'GET resources:prom /api/v1/labels',
      'GET proxy:prom /api/v1/labels',
      'POST proxy:prom /api/v1/query',
    ]);
  });

  test('and the proxy too, the error is that of the first way', async () => {
    const { labels } = await start({ resources: status, proxy: 403 });
    await expect(labels()).rejects.toMatchObject({
      code: { 401: 'unauthenticated', 403: 'forbidden', 500: 'upstream_error' }[status],
      details: { status },
    });
  });
});

test('a way that worked and is closed now is left', async () => {
  let isOpen = true;
  const { http, labels } = await start({
    resources: () => (isOpen ? { json: { status: 'success', data: [] } } : { status: 403, json: {} }),
  });
  await labels();
  isOpen = false;
  expect(await labels()).toMatchObject({ labels: ['__name__', 'job'] });
  http.clear();
  await labels();
  expect(http.asked()).toEqual(['GET proxy:prom /api/v1/labels']);
});

test.each([400, 404, 422, 429])('a %i is an answer of the datasource: the other way is not asked', async (status) => {
  const { http, labels } = await start({ resources: status });
  await expect(labels()).rejects.toMatchObject({ details: { status } });
  expect(http.asked()).toEqual(['GET resources:prom /api/v1/labels']);
});

test('every datasource has a way of its own', async () => {
  const rows = [row(), row({ uid: 'b/c?', name: 'Other', isDefault: false })];
  const { http, labels } = await start({
    rows,
    resources: ({ path }) =>
      path.includes('/uid/prom/') ? { status: 403, json: {} } : { json: { status: 'success', data: [] } },
  });
  await labels();
  await labels({ datasource_uid: 'Other' });
  await labels();
  expect(http.asked()).toEqual([
    'GET resources:prom /api/v1/labels',
    'GET proxy:prom /api/v1/labels',
    'GET resources:b%2Fc%3F /api/v1/labels',
    'GET proxy:prom /api/v1/labels',
  ]);
});

test('a datasource that takes queries by GET gets them in the address', async () => {
  const { http, query } = await start({ rows: [row({ jsonData: { httpMethod: 'GET' } })] });
  await query({ expr: 'sum(up) > 0' });
  expect(http.asked()).toEqual(['GET resources:prom /api/v1/query']);
  expect(http.requests.at(-1)?.query).toEqual({ query: 'sum(up) > 0', time: '1772452800' });
});

test('other queries are a form in the body, and nothing else is sent by POST', async () => {
  const { http, query } = await start();
  await query({ expr: 'sum(up) > 0' });
  expect(http.unsafe().map(({ path, body, headers }) => [path.split('/').at(-1), body, headers['content-type']])).toEqual([
    ['query', 'query=sum%28up%29+%3E+0&time=1772452800', 'application/x-www-form-urlencoded'],
  ]);
});

describe('credentials', () => {
  test('go to Grafana, with the organisation, and never to the address of a datasource', async () => {
    const datasource = await fakeHttp({ routes: [], onUnhandled: 'ignore' });
    onTestFinished(() => datasource.close());
    const { http, query } = await start({ rows: [row({ url: datasource.url })], resources: 403 }, { org_id: 5 });
    await query();
    expect(datasource.requests).toEqual([]);
    expect(new Set(http.requests.map(({ headers }) => [headers.authorization, headers['x-grafana-org-id']].join(' ')))).toEqual(
      new Set(['Bearer simulated-token-1 5']),
    );
  });

  test.each([
    ['a redirect of the list', { method: 'GET', path: '/api/datasources' }],
    ['a redirect of a query', { method: 'POST' }],
  ])('%s to another host is not followed', async (_what, target) => {
    const elsewhere = await fakeHttp({ routes: [], onUnhandled: 'ignore' });
    onTestFinished(() => elsewhere.close());
    const { http, query } = await start();
    http.inject({ kind: 'status', status: 307, headers: { location: `${elsewhere.url}/api/datasources` } }, target);
    await expect(query()).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'redirect' } });
    expect(elsewhere.requests).toEqual([]);
  });

  test.each(['http://127.0.0.1:1/', '//127.0.0.1:1', '../../../../admin', 'prom/../../x'])(
    'the uid %s chooses no host and no path',
    async (uid) => {
      const { http, query } = await start({ rows: [row({ uid })] });
      await query({ datasource_uid: uid }).catch(() => {});
      const paths = http.requests.map(({ path }) => path).filter((path) => path !== '/api/datasources');
      expect(paths.filter((path) => !path.startsWith('/api/datasources/'))).toEqual([]);
      expect(paths.filter((path) => path.includes('/..'))).toEqual([]);
    },
  );
});

test('a login page is no answer', async () => {
  const { http, query } = await start();
  http.inject({ kind: 'not_json' }, { method: 'POST' });
  await expect(query()).rejects.toMatchObject({ code: 'upstream_error', hint: expect.stringContaining('right backend') });
  http.inject({ kind: 'status', status: 302, headers: { location: '/login' } }, { method: 'POST' });
  http.inject({ kind: 'status', status: 401, headers: { 'content-type': 'text/html' }, text: '<title>Sign in</title>' }, {});
  await expect(query()).rejects.toMatchObject({ details: { reason: 'html' }, hint: expect.stringContaining('login page') });
});
