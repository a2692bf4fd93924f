import { request as openRequest } from 'node:http';
import { expect, test } from 'vitest';
import { testDoor } from '../test/doors.ts';
import { send } from '../test/wire-request.ts';

const post = (url: string, message: object, session?: string) =>
  send(url, {
    headers: Object.entries({
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(session === undefined ? {} : { 'mcp-session-id': session }),
    }),
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });

const openSession = async () => {
  const open = await testDoor();
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1' } };
  const { headers } = await post(open.url, { id: 0, method: 'initialize', params });
  const session = String(headers['mcp-session-id']);
  return { ...open, session, call: (message: object) => post(open.url, message, session) };
};

const slow = { id: 7, method: 'tools/call', params: { name: 'slow', arguments: { ms: 60_000 } } };

test('a cancelled call is aborted, and its stream ends without an answer', async () => {
  const { path, call } = await openSession();
  const answering = call(slow);
  await expect.poll(() => path.seen.length).toBe(1);
  await call({ method: 'notifications/cancelled', params: { requestId: 7 } });
  expect(await answering).toMatchObject({ status: 200, body: '' });
  expect(path.seen[0]?.signal.aborted).toBe(true);
});

test('the end of a session aborts what still runs in it', async () => {
  const { path, call, url, session } = await openSession();
  const answering = call(slow);
  await expect.poll(() => path.seen.length).toBe(1);
  expect((await send(url, { headers: [['mcp-session-id', session]], body: '' }, 'DELETE')).status).toBe(200);
  await answering;
  expect(path.seen[0]?.signal.aborted).toBe(true);
});

test('a client that disconnects has not cancelled', async () => {
  const { path, url, session, call } = await openSession();
  const leaving = openRequest(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': session,
    },
  });
  leaving.on('error', () => {});
  leaving.end(JSON.stringify({ jsonrpc: '2.0', ...slow }));
  await expect.poll(() => path.seen.length).toBe(1);
  leaving.destroy();
  await call({ id: 8, method: 'tools/call', params: { name: 'noop' } });
  expect(path.seen[0]?.signal.aborted).toBe(false);
});
