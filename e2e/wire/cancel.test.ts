import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { withForms } from '../processes/app/modern.ts';
import { callTool, modernRequest, open, openSession } from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp } from '../processes/app/serve-http.ts';
import { depotApp, depotConfig } from './depot/app.ts';
import { type DepotBackend, startDepot } from './depot/backend.ts';

let home: Home;
let backend: DepotBackend;
beforeEach(async () => {
  [home, backend] = await Promise.all([makeHome(), startDepot()]);
  await home.write('lineclear.yaml', depotConfig(backend));
});
afterEach(async () => {
  await backend[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

const send = { name: 'parcel_send', arguments: { id: 'a' } };
const confirmSend = { name: 'parcel_send', arguments: { id: 'a', confirm: true } };
const confirmBurn = { name: 'parcel_burn', arguments: { id: 'a', confirm: true } };
const cancelled = (requestId: number) => ({
  method: 'notifications/cancelled',
  params: { requestId, reason: 'changed my mind' },
});
const pendingOf = (answer: unknown): unknown => (answer as { plans: { action: string }[] }).plans.map(({ action }) => action);

describe('a confirmation that is cancelled before the claim', () => {
  test('leaves the plan pending in a 2025 session over HTTP, where the person is being asked', async () => {
    await using server = await serveHttp({ home, app: depotApp });
    const session = await openSession({ ...server, capabilities: withForms });
    await session.callTool('parcel_burn', { id: 'a' });
    const { id, request } = session.open('tools/call', confirmBurn);
    const asked = new Promise<void>((resolve) => {
      request.on('response', (response) =>
        response.on('data', (text: string) => text.includes('elicitation/create') && resolve()),
      );
    });
    await asked;
    await session.tell(cancelled(id));
    request.destroy();

    expect(pendingOf(valueOf(await session.callTool('approval_list')))).toEqual(['parcel_burn']);
    expect(backend.writes).toEqual([]);
  });

  test('leaves the plan pending over HTTP in the 2026 era, where closing the stream cancels', async () => {
    await using server = await serveHttp({ home, app: depotApp });
    await callTool({ ...server, name: 'parcel_burn', args: { id: 'a' } });
    backend.hold('reads');
    const { request } = open(modernRequest({ ...server, capabilities: withForms, method: 'tools/call', params: confirmBurn }));
    await backend.held();
    request.destroy();
    await expect
      .poll(async () => (await callTool({ ...server, name: 'audit_recent' })).result)
      .toMatchObject({
        structuredContent: {
          events: expect.arrayContaining([expect.objectContaining({ tool: 'parcel_burn', outcome: 'cancelled' })]),
        },
      });
    backend.release();

    expect(pendingOf(valueOf(await callTool({ ...server, name: 'approval_list' })))).toEqual(['parcel_burn']);
    expect(backend.writes).toEqual([]);
  });

  test.each(['legacy', 'modern'] as const)('leaves the plan pending over stdio in the %s era', async (era) => {
    await using client = await openStdio({ home, app: depotApp, era, capabilities: withForms });
    await client.callTool('parcel_burn', { id: 'a' });
    backend.hold('reads');
    client.request('tools/call', confirmBurn).catch(() => {});
    await backend.held();
    client.send(JSON.stringify({ jsonrpc: '2.0', ...cancelled(client.lastId()) }));
    await expect
      .poll(async () => valueOf(await client.callTool('audit_recent', {})))
      .toMatchObject({
        events: expect.arrayContaining([expect.objectContaining({ tool: 'parcel_burn', outcome: 'cancelled' })]),
      });
    backend.release();

    expect(pendingOf(valueOf(await client.callTool('approval_list', {})))).toEqual(['parcel_burn']);
    expect(backend.writes).toEqual([]);
  });
});

describe('a confirmation that is cancelled between the claim and the execution', () => {
  // The only read of this confirmation is the preview after the claim.
  test('goes on over HTTP in the 2026 era', async () => {
    await using server = await serveHttp({ home, app: depotApp });
    await callTool({ ...server, name: 'parcel_send', args: send.arguments });
    backend.hold('reads');
    const { request } = open(modernRequest({ ...server, method: 'tools/call', params: confirmSend }));
    await backend.held();
    request.destroy();
    // Answered after the server has seen the socket close.
    await callTool({ ...server, name: 'audit_recent' });
    backend.release();

    await expect.poll(() => backend.writes).toEqual(['POST /parcels/a/send']);
    const again = await callTool({ ...server, name: 'parcel_send', args: confirmSend.arguments });
    expect(valueOf(again)).toMatchObject({ status: 'executed', replayed: true });
  });

  test.each(['legacy', 'modern'] as const)('goes on over stdio in the %s era', async (era) => {
    await using client = await openStdio({ home, app: depotApp, era });
    await client.callTool('parcel_send', send.arguments);
    backend.hold('reads');
    client.request('tools/call', confirmSend).catch(() => {});
    await backend.held();
    client.send(JSON.stringify({ jsonrpc: '2.0', ...cancelled(client.lastId()) }));
    await client.callTool('audit_recent', {});
    backend.release();

    await expect.poll(() => backend.writes).toEqual(['POST /parcels/a/send']);
    expect(valueOf(await client.callTool('parcel_send', confirmSend.arguments))).toMatchObject({
      status: 'executed',
      replayed: true,
    });
  });
});

describe('a confirmation that is cancelled while it executes', () => {
  test('goes on in a 2025 session over HTTP, and its receipt is kept', async () => {
    await using server = await serveHttp({ home, app: depotApp });
    const session = await openSession(server);
    await session.callTool('parcel_send', send.arguments);
    backend.hold('writes');
    const { id } = session.open('tools/call', confirmSend);
    await backend.held();
    await session.tell(cancelled(id));
    const again = session.callTool('parcel_send', confirmSend.arguments);
    backend.release();

    expect(valueOf(await again)).toMatchObject({ status: 'executed', replayed: true, result: { state: 'sent' } });
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });

  test.each(['legacy', 'modern'] as const)('goes on over stdio in the %s era, and its receipt is kept', async (era) => {
    await using client = await openStdio({ home, app: depotApp, era });
    await client.callTool('parcel_send', send.arguments);
    backend.hold('writes');
    client.request('tools/call', confirmSend).catch(() => {});
    await backend.held();
    client.send(JSON.stringify({ jsonrpc: '2.0', ...cancelled(client.lastId()) }));
    const again = client.callTool('parcel_send', confirmSend.arguments);
    backend.release();

    expect(valueOf(await again)).toMatchObject({ status: 'executed', replayed: true, result: { state: 'sent' } });
    expect(backend.writes).toEqual(['POST /parcels/a/send']);
  });
});
