import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import type { Answer } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { row, startFakeGrafana } from '../client/test/fake-grafana.ts';
import { startTools, useSeededPrometheus } from '../prometheus/test/start-tools.ts';
import { checkDatasourcesHealth } from './check-datasources-health.ts';
import { getDatasource } from './get-datasource.ts';
import { listDatasources } from './list-datasources.ts';

const tools = [listDatasources, getDatasource, checkDatasourcesHealth];
const loki = row({ id: 9, uid: 'logs', name: 'Logs', type: 'loki', isDefault: false, url: 'http://loki:3100' });
const mimir = row({ id: 10, uid: 'mimir', name: 'Mimir', isDefault: false, url: '' });

const start = async ({
  rows = [row(), loki, mimir],
  health = () => ({ json: { status: 'OK', message: 'fine' } }),
  details = row(),
  settings = {},
}: { rows?: readonly JsonObject[]; health?: (uid: string) => Answer; details?: JsonObject; settings?: JsonObject } = {}) => {
  const http = await startFakeGrafana({
    rows,
    routes: [
      { method: 'GET', path: '/api/datasources/uid/:uid/health', handle: ({ params }) => health(params['uid'] ?? '') },
      { method: 'GET', path: '/api/datasources/uid/:uid', handle: () => ({ json: details }) },
    ],
  });
  return { http, ...(await startTools({ tools, settings: { grafana: { url: http.url }, ...settings } })) };
};

describe('list_datasources', () => {
  test('lists those of Grafana and those asked directly, without what is secret in an address', async () => {
    const { callTool } = await start({ settings: { loki: { url: 'http://127.0.0.1:1' } } });
    expect(await callTool('list_datasources')).toEqual({
      datasources: [
        { uid: 'loki', name: 'loki', type: 'loki', is_default: false, origin: 'profile' },
        {
          id: 7,
          uid: 'prom',
          name: 'Main Prometheus',
          type: 'prometheus',
          is_default: true,
          origin: 'grafana',
          address: 'http://prometheus.internal:9090/path',
        },
        { id: 9, uid: 'logs', name: 'Logs', type: 'loki', is_default: false, origin: 'grafana', address: 'http://loki:3100/' },
        { id: 10, uid: 'mimir', name: 'Mimir', type: 'prometheus', is_default: false, origin: 'grafana', address: '' },
      ],
      total: 4,
      more: 0,
      notes: [],
    });
  });

  test.each([
    [{ type: 'PROM' }, ['prom', 'mimir'], 2, 0],
    [{ name: 'log' }, ['logs'], 1, 0],
    [{ limit: 1 }, ['prom'], 3, 2],
    [{ limit: 1, offset: 1 }, ['logs'], 3, 1],
    [{ offset: 9 }, [], 3, 0],
  ])('%j finds %j', async (args, uids, total, more) => {
    const { callTool } = await start();
    const answer = await callTool('list_datasources', args);
    expect(Object(answer['datasources']).map(({ uid }: { uid: string }) => uid)).toEqual(uids);
    expect(answer).toMatchObject({ total, more });
  });

  test('says which types there are when nothing fits', async () => {
    const { callTool } = await start();
    expect(await callTool('list_datasources', { type: 'tempo' })).toMatchObject({
      notes: ['The types here are: loki, prometheus.'],
    });
    expect(await callTool('list_datasources', { offset: 9 })).toMatchObject({
      notes: ['There are fewer: give a smaller offset.'],
    });
    expect(await callTool('check_datasources_health', { type: 'tempo' })).toMatchObject({
      notes: ['No datasource is of this type: list_datasources shows theirs.'],
    });
  });

  test('the older name answers the bare list', async () => {
    const { callTool } = await start({ rows: [loki] });
    expect(await callTool('mcp_grafana_list_datasources', {})).toEqual({
      result: [{ id: 9, uid: 'logs', name: 'Logs', type: 'loki', isDefault: false }],
    });
  });

  test('a Grafana that does not answer is said, and hides no other server', async () => {
    const settings = { grafana: { url: 'http://127.0.0.1:1' }, loki: { url: 'http://127.0.0.1:1' } };
    const { callTool } = await startTools({ tools, settings });
    const notes = [expect.stringMatching(/^Grafana's datasources are not here \(unreachable\)/)];
    expect(await callTool('list_datasources')).toMatchObject({ datasources: [{ uid: 'loki' }], total: 1, notes });
    expect(await callTool('check_datasources_health')).toMatchObject({ datasources: [{ uid: 'loki', status: 'error' }], notes });
    const alone = await startTools({ tools, settings: { grafana: { url: 'http://127.0.0.1:1' } } });
    await expect(alone.callTool('list_datasources')).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('a profile without Grafana has its own servers', async () => {
    const { callTool } = await startTools({ tools, settings: { prometheus: { url: 'http://127.0.0.1:1' } } });
    expect(await callTool('list_datasources')).toMatchObject({
      datasources: [{ uid: 'prometheus', origin: 'profile' }],
      total: 1,
    });
  });
});

describe('get_datasource', () => {
  const secrets = {
    jsonData: {
      httpMethod: 'POST',
      timeInterval: '15s',
      password: 'hidden',
      apiToken: 'hidden',
      httpHeaderValue1: 'hidden',
      alertmanagerUrl: 'http://user:hidden@alerts:9093',
      oauth: { client: 'a', client_secret: 'hidden', scopes: [{ name: 'read', refreshToken: 'hidden' }] },
      oauthPassThru: true,
      tokenUri: 'https://login.example.com',
      ...Object.fromEntries(
        [
          'secretKey',
          'accessKey',
          'tlsClientKey',
          'smtpPass',
          'tokens',
          'password2',
          'secretValue',
          'credentialsJson',
          'privateKey',
        ].map((name) => [name, 'hidden']),
      ),
    },
    secureJsonFields: { basicAuthPassword: true, httpHeaderValue1: true, unset: false },
    password: 'hidden',
    basicAuth: true,
  };

  test.each(['prom', 'Main Prometheus'])('%s has its settings, and only the names of its secrets', async (uid) => {
    const { callTool } = await start({ details: row(secrets) });
    const answer = await callTool('get_datasource', { uid });
    expect(answer).toEqual({
      id: 7,
      uid: 'prom',
      name: 'Main Prometheus',
      type: 'prometheus',
      type_name: 'Prometheus',
      is_default: true,
      origin: 'grafana',
      address: 'http://prometheus.internal:9090/path',
      access: 'proxy',
      read_only: false,
      basic_auth: true,
      settings: {
        httpMethod: 'POST',
        timeInterval: '15s',
        oauth: { client: 'a', scopes: [{ name: 'read' }] },
        oauthPassThru: true,
        tokenUri: 'https://login.example.com',
      },
      secrets_set: ['basicAuthPassword', 'httpHeaderValue1'],
      notes: [],
    });
    expect(JSON.stringify(answer)).not.toContain('hidden');
  });

  test('the older name answers in the older shape', async () => {
    const { callTool } = await start();
    expect(await callTool('mcp_grafana_get_datasource_by_uid', { uid: 'prom' })).toMatchObject({ name: 'Main Prometheus' });
    expect(await callTool('mcp_grafana_get_datasource_by_name', { name: 'Main Prometheus' })).toMatchObject({
      id: 7,
      uid: 'prom',
      isDefault: true,
      url: 'http://prometheus.internal:9090/path',
      jsonData: { httpMethod: 'POST' },
    });
  });

  test('one that is asked directly has no settings, and says why', async () => {
    const { callTool } = await startTools({ tools, settings: { prometheus: { url: 'http://127.0.0.1:1' } } });
    expect(await callTool('get_datasource', { uid: 'prometheus' })).toMatchObject({
      origin: 'profile',
      settings: {},
      notes: [expect.any(String)],
    });
    await expect(callTool('get_datasource', { uid: 'other' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('check_datasources_health', () => {
  test('tells working, failing and unsupported apart, with the words of the server on one line', async () => {
    const answers: Readonly<Record<string, Answer>> = {
      prom: {
        status: 400,
        json: { status: 'ERROR', message: `dial tcp:\n\u001b[31mrefused http://u:hidden@db:9090/q?x=hidden ${'!'.repeat(500)}` },
      },
      logs: { json: { status: 'OK', message: 'Data source successfully connected.' } },
      sql: { status: 404, json: { message: 'Plugin has no health check' } },
    };
    const rows = [row(), loki, row({ uid: 'sql', name: 'SQL', type: 'some-app', isDefault: false })];
    const { callTool } = await start({ rows, health: (uid) => answers[uid] ?? { status: 500 } });
    const answer = await callTool('check_datasources_health');
    expect(answer).toMatchObject({
      datasources: [
        { uid: 'prom', status: 'error', message: expect.stringMatching(/^dial tcp: refused http:\/\/db:9090\/q !{200,}…$/) },
        { uid: 'logs', status: 'ok', message: 'Data source successfully connected.' },
        { uid: 'sql', status: 'unsupported' },
      ],
      ok: 1,
      failing: 1,
      unsupported: 1,
      more: 0,
    });
  });

  test.each([
    [404, {}],
    [501, {}],
    [500, { statusCode: 500, messageId: 'plugin.unavailable', message: 'Plugin unavailable' }],
  ])('a datasource whose plugin has no check (%i) is asked itself where that is known', async (status, json) => {
    const rows = [row({ uid: 'am', type: 'alertmanager' }), row({ id: 8, uid: 'app', name: 'App', type: 'some-app' })];
    const http = await startFakeGrafana({
      rows,
      routes: [
        { method: 'GET', path: '/api/datasources/uid/:uid/health', handle: () => ({ status, json }) },
        { method: 'GET', path: '/api/datasources/proxy/uid/am/api/v2/status', handle: () => ({ json: {} }) },
      ],
    });
    const { callTool } = await startTools({ tools, settings: { grafana: { url: http.url } } });
    expect(await callTool('check_datasources_health')).toMatchObject({
      ok: 1,
      datasources: [{ message: '/api/v2/status answers.' }, { status: 'unsupported' }],
    });
  });

  test('what fails on the way is an error of that datasource alone', async () => {
    const { callTool, http } = await start();
    http.inject({ kind: 'status', status: 403 }, { path: '/api/datasources/uid/logs/health' });
    expect(await callTool('check_datasources_health')).toMatchObject({
      ok: 2,
      failing: 1,
      datasources: [{ status: 'ok' }, { status: 'error', code: 'forbidden' }, { status: 'ok' }],
    });
  });

  test('filters, and says how many were not asked', async () => {
    const { callTool, http } = await start();
    expect(await callTool('check_datasources_health', { type: 'prometheus', offset: 1 })).toMatchObject({
      datasources: [{ uid: 'mimir' }],
      more: 0,
    });
    expect(http.requests.filter(({ path }) => path.endsWith('/health'))).toHaveLength(1);
    expect(await callTool('check_datasources_health', { uids: ['Logs'] })).toMatchObject({
      datasources: [{ uid: 'logs' }],
      more: 0,
    });
    await expect(callTool('check_datasources_health', { uids: ['nobody'] })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('asks fifty at a time', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => row({ uid: `p${index}`, name: `P${index}`, isDefault: false }));
    const { callTool, http } = await start({ rows });
    expect(await callTool('check_datasources_health')).toMatchObject({ ok: 50, more: 10 });
    expect(http.requests.filter(({ path }) => path.endsWith('/health'))).toHaveLength(50);
    expect(await callTool('check_datasources_health', { offset: 50 })).toMatchObject({ ok: 10, more: 0 });
  });
});

describe.skipIf(skipWithout(prometheusBinary))('on a real Prometheus', () => {
  const url = useSeededPrometheus();

  test('a server that is asked directly is ready, and one that is gone is not', async () => {
    const settings = { prometheus: { url: url() }, loki: { url: 'http://127.0.0.1:1' } };
    const { callTool } = await startTools({ tools, settings });
    expect(await callTool('check_datasources_health')).toMatchObject({
      datasources: [
        { uid: 'prometheus', status: 'ok', message: '/-/ready answers.' },
        { uid: 'loki', status: 'error', code: 'unreachable', message: expect.stringContaining('refuses connections') },
      ],
      ok: 1,
      failing: 1,
    });
  });

  test('connection_status asks every server of the profile', async () => {
    const { callTool } = await startTools({ tools, settings: { prometheus: { url: url() } } });
    expect(await callTool('connection_status', { refresh: true })).toMatchObject({
      profiles: [{ connections: [{ connection: 'grafana', health: 'up' }] }],
    });
    const gone = await startTools({ tools, settings: { prometheus: { url: url() }, loki: { url: 'http://127.0.0.1:1' } } });
    expect(await gone.callTool('connection_status', { refresh: true })).toMatchObject({
      profiles: [{ connections: [{ connection: 'grafana', health: 'down' }] }],
    });
  });
});
