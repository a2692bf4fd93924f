import type { JsonObject } from '@lineclear/core/plugin';
import type { Route } from '@lineclear/testing';
import { expect, test } from 'vitest';
import { row, startFakeGrafana } from '../client/test/fake-grafana.ts';
import { startTools } from '../prometheus/test/start-tools.ts';
import { checkDatasourcesHealth } from '../tools/check-datasources-health.ts';

const checked = async ({ datasource, routes }: { datasource: JsonObject; routes: readonly Route[] }) => {
  const http = await startFakeGrafana({ rows: [row(datasource)], routes });
  const { callTool } = await startTools({ tools: [checkDatasourcesHealth], settings: { grafana: { url: http.url } } });
  return callTool('check_datasources_health');
};

test("Mimir's Alertmanager is found below its own path", async () => {
  const below = '/api/datasources/proxy/uid/am';
  const answer = await checked({
    datasource: { uid: 'am', type: 'alertmanager' },
    routes: [
      { method: 'GET', path: '/api/datasources/uid/am/health', handle: () => ({ status: 404, json: {} }) },
      { method: 'GET', path: `${below}/api/v2/status`, handle: () => ({ status: 404, text: 'not found' }) },
      { method: 'GET', path: `${below}/alertmanager/api/v2/status`, handle: () => ({ json: {} }) },
    ],
  });
  expect(answer).toMatchObject({ ok: 1, failing: 0 });
});

test('a check that fails in the server is an error', async () => {
  const json = { statusCode: 500, messageId: 'plugin.healthCheck', message: 'Plugin health check failed' };
  const answer = await checked({
    datasource: {},
    routes: [{ method: 'GET', path: '/api/datasources/uid/prom/health', handle: () => ({ status: 500, json }) }],
  });
  expect(answer).toMatchObject({ ok: 0, datasources: [{ code: 'upstream_error' }] });
});
