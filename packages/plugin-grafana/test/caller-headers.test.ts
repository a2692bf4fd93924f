import { createServer } from 'node:http';
import { fakeHttp, startPlugin } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import grafana from '../src/index.ts';

const token = 'simulated-token-1';

/** The plugin over HTTP: `/mcp` asks with the headers of a caller. */
const startDoor = async () => {
  const [sandbox, trap] = await Promise.all([startGrafanaSandbox({ seed: 'tunnel' }), fakeHttp({ onUnhandled: 'ignore' })]);
  const connections = { grafana: { grafana: { url: sandbox.url, token, headers: { 'X-Tenant': 'tenant-of-the-profile' } } } };
  const { composition, caller, close } = await startPlugin({ plugin: grafana, connections });
  const door = await composition.mcpHandler({ authenticate: () => ({ ...caller, transport: 'http' }) });
  const server = createServer(door.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await door.close({ graceMs: 0 });
    server.closeAllConnections();
    server.close();
    await close();
    await Promise.all([sandbox.close(), trap.close()]);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/mcp`;
  const ask = async (method: string, params: object, headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return { text: await answer.text(), session: answer.headers.get('mcp-session-id') ?? '' };
  };
  return { sandbox, trap, ask };
};

test('no header of a caller chooses where credentials go, or goes along with them', async () => {
  const { sandbox, trap, ask } = await startDoor();
  const { host } = new URL(trap.url);
  const headers = {
    authorization: 'Bearer of-caller',
    cookie: 'grafana_session=of-caller',
    forwarded: `host=${host};proto=http`,
    'x-forwarded-host': host,
    'x-forwarded-server': host,
    'x-forwarded-proto': 'http',
    'x-original-url': trap.url,
    'x-rewrite-url': trap.url,
    'x-grafana-url': trap.url,
    'x-grafana-api-key': 'of-caller',
    'x-grafana-service-account-token': 'of-caller',
    'x-grafana-org-id': '7',
    'x-tenant': 'of-caller',
    'x-scope-orgid': 'of-caller',
    'x-prometheus-url': trap.url,
    'x-datasource-url': trap.url,
  };
  const clientInfo = { name: 'test', version: '1.0.0' };
  const opening = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const { session } = await ask('initialize', opening, headers);
  expect(session).not.toBe('');
  for (const name of ['list_folders', 'search_dashboards', 'list_datasources']) {
    const { text } = await ask('tools/call', { name, arguments: {} }, { ...headers, 'mcp-session-id': session });
    expect(text).toContain('structuredContent');
    expect(text).not.toContain('isError":true');
  }
  expect(trap.requests).toEqual([]);
  const asked = sandbox.http.requests.map((request) => request.headers);
  expect(asked.length).toBeGreaterThan(2);
  for (const sent of asked) {
    expect(sent).toMatchObject({ authorization: `Bearer ${token}`, host: new URL(sandbox.url).host });
    expect(sent['x-tenant']).toBe('tenant-of-the-profile');
    expect(JSON.stringify(sent)).not.toMatch(/of-caller|forwarded|x-grafana/);
  }
});
