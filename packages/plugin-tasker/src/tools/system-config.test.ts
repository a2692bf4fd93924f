import { expect, test } from 'vitest';
import { get, startInSandbox, startTools } from '../../test/start-tools.ts';
import { systemConfig } from './system-config.ts';

test('passes the sections of the server as they are', async () => {
  const { callTool, sandbox } = await startInSandbox({ tools: [systemConfig] });
  expect(await callTool('system_config')).toMatchObject({
    metadata: { environment: expect.any(String), version: expect.any(String), timestamp: expect.stringMatching(/Z$/) },
    auth: { enabled: false, api_key_header: 'X-API-Key' },
    circuit_breakers: { failure_threshold: 5 },
    database_pools: { web_api_max_connections: 20 },
    deployment_mode: 'Hybrid',
    messaging: { backend: 'pgmq', queues: expect.any(Array) },
  });
  expect(sandbox.http.requests.map(({ url }) => url)).toEqual(['/config']);
});

test('keeps a section that nobody knew of', async () => {
  const body = { metadata: {}, new_section: { depth: { of: [1, 2] } } };
  const { callTool } = await startTools({ tools: [systemConfig], routes: [get('/config', body)] });
  expect(await callTool('system_config')).toEqual({
    metadata: { timestamp: null, environment: null, version: null },
    new_section: { depth: { of: [1, 2] } },
  });
});

test('says how the operator can switch the endpoint on', async () => {
  const { callTool } = await startInSandbox({ tools: [systemConfig], config: false });
  await expect(callTool('system_config')).rejects.toMatchObject({
    code: 'unsupported',
    hint: expect.stringContaining('config_endpoint_enabled'),
    details: { reason: 'config_endpoint_disabled', status: 404 },
  });
});

test('names the permission that is missing', async () => {
  const { callTool } = await startInSandbox({
    tools: [systemConfig],
    access: { tokens: { 'reader-token': ['tasks:*'] } },
    settings: () => ({ token: 'reader-token' }),
  });
  await expect(callTool('system_config')).rejects.toMatchObject({
    code: 'forbidden',
    hint: expect.stringContaining('system:config_read'),
  });
});

test('never repeats its own token, even where the server does', async () => {
  const token = 'a-token-that-leaks-00112233';
  const routes = [get('/config', { metadata: {}, auth: { last_seen: `Bearer ${token}` } })];
  const { answer } = await startTools({ tools: [systemConfig], routes, settings: { token } });
  expect(JSON.stringify(await answer('system_config'))).not.toContain(token);
});
