import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fakeHttp } from '../http/fake-http.ts';
import { alertmanagerBinary, startAlertmanager } from '../services/alertmanager.ts';
import { skipWithout } from '../services/binary.ts';
import { prometheusBinary } from '../services/prometheus.ts';
import type { Service } from '../services/start-service.ts';
import type { SeededPrometheus } from './metrics/seeded-prometheus.ts';
import { startSeededPrometheus } from './metrics/seeded-prometheus.ts';
import { openGrafana } from './test/open.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const isMissing = skipWithout(prometheusBinary) || skipWithout(alertmanagerBinary);

describe.skipIf(isMissing)('datasources of real servers', () => {
  let prometheus: SeededPrometheus;
  let alertmanager: Service & { readonly url: string };
  beforeAll(async () => {
    [prometheus, alertmanager] = await Promise.all([startSeededPrometheus({ minutes: 60 }), startAlertmanager()]);
  });
  afterAll(() => Promise.all([prometheus.stop(), alertmanager.stop()]));
  const open = () => openGrafana({ prometheus: prometheus.url, alertmanager: alertmanager.url });

  test.for(['/api/datasources/uid/prometheus/resources', '/api/datasources/proxy/uid/prometheus'])(
    'asks Prometheus below %s',
    async (way) => {
      const { get, send } = await open();
      const expression = `query=sum(tunnel_requests_total)&time=${prometheus.endMs / 1000}`;
      const value = { data: { result: [{ value: [expect.any(Number), '36000'] }] } };
      expect((await get(`${way}/api/v1/query?${expression}`)).json).toMatchObject(value);
      expect((await send(`${way}/api/v1/query`, { method: 'POST', headers: form, body: expression })).json).toMatchObject(value);
      const wrong = await get(`${way}/api/v1/query?query=sum(`);
      expect([wrong.status, (wrong.json as { errorType: string }).errorType]).toEqual([400, 'bad_data']);
    },
  );

  test('each way can refuse for itself', async () => {
    const { get, world } = await open();
    const ask = async (way: string) => (await get(`${way}/api/v1/labels`)).status;
    world.breakWay('resources', 403);
    expect(await ask('/api/datasources/uid/prometheus/resources')).toBe(403);
    expect(await ask('/api/datasources/proxy/uid/prometheus')).toBe(200);
    world.breakWay('resources', undefined);
    world.breakWay('proxy', 401);
    expect(await ask('/api/datasources/uid/prometheus/resources')).toBe(200);
    expect(await ask('/api/datasources/proxy/uid/prometheus')).toBe(401);
  });

  test('Alertmanager has no backend: the proxy and the way of alerting work', async () => {
    const { get, post } = await open();
    expect((await get('/api/datasources/uid/alertmanager/resources/api/v2/status')).json).toMatchObject({
      messageId: 'plugin.unavailable',
    });
    const silence = {
      matchers: [{ name: 'job', value: 'tunnel', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 60_000).toISOString(),
      createdBy: 'ann',
      comment: 'known',
    };
    const created = await post('/api/datasources/proxy/uid/alertmanager/api/v2/silences', silence);
    const { silenceID } = created.json as { silenceID: string };
    expect((await get('/api/alertmanager/alertmanager/api/v2/silences')).json).toMatchObject([{ id: silenceID }]);
  });

  test('health of a datasource is that of its server', async () => {
    const { get, world } = await open();
    expect((await get('/api/datasources/uid/prometheus/health')).json).toMatchObject({ status: 'OK' });
    world.addDatasource({ uid: 'gone', name: 'Gone', type: 'prometheus', url: 'http://127.0.0.1:9' });
    expect((await get('/api/datasources/uid/gone/health')).status).toBe(400);
    expect((await get('/api/datasources/proxy/uid/gone/api/v1/labels')).status).toBe(502);
    expect((await get('/api/datasources/proxy/uid/nothing/api/v1/labels')).status).toBe(404);
  });
});

test('the credentials for Grafana end at Grafana', async () => {
  const backend = await fakeHttp({
    routes: [{ method: 'GET', path: '/api/v1/labels', handle: () => ({ json: { status: 'success' } }) }],
  });
  onTestFinished(() => backend.close());
  const { get, world } = await openGrafana({ access: { tokens: { 'simulated-token': 'Viewer' } } });
  world.addDatasource({ uid: 'p', name: 'P', type: 'prometheus', url: backend.url });
  const headers = { authorization: 'Bearer simulated-token', cookie: 'session=simulated', 'x-grafana-org-id': '1' };
  expect((await get('/api/datasources/proxy/uid/p/api/v1/labels', headers)).status).toBe(200);
  expect(Object.keys(backend.requests[0]?.headers ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/authorization|cookie|grafana/)]),
  );
});

describe('the fake Loki', () => {
  const range = '/loki/api/v1/query_range?query=%7Bservice%3D%22tunnel%22%7D%20%7C%3D%20%22error%22';

  test('answers behind the proxy', async () => {
    const { get } = await openGrafana({ seed: 'tunnel' });
    const { json } = await get(`/api/datasources/proxy/uid/loki${range}&limit=5`);
    expect(json).toMatchObject({ data: { resultType: 'streams', result: [{ stream: { service: 'tunnel', level: 'error' } }] } });
  });

  test('has but a few resources, which begin without the prefix of its API', async () => {
    const { get } = await openGrafana({ seed: 'tunnel' });
    expect((await get(`/api/datasources/uid/loki/resources${range}`)).status).toBe(500);
    expect((await get('/api/datasources/uid/loki/resources/labels')).json).toMatchObject({ data: ['job', 'level', 'service'] });
  });

  test('patterns can be switched off while it runs', async () => {
    const { get, world } = await openGrafana({ seed: 'tunnel' });
    const path = '/api/datasources/proxy/uid/loki/loki/api/v1/patterns?query=%7Bservice%3D%22tunnel%22%7D';
    expect((await get(path)).status).toBe(200);
    world.setSwitch('patterns', false);
    expect((await get(path)).status).toBe(404);
  });
});
