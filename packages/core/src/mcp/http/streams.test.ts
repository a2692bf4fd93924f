import { describe, expect, test } from 'vitest';
import { testDoor } from '../test/doors.ts';
import { openEventStream } from '../test/event-stream.ts';
import { ask, modernBody, modernHeaders, send } from '../test/wire-request.ts';

const listen = { method: 'subscriptions/listen', id: 's', params: { notifications: { toolsListChanged: true } } };
const subscribe = (url: string) =>
  openEventStream(url, {
    method: 'POST',
    headers: Object.fromEntries(modernHeaders(listen)),
    body: JSON.stringify(modernBody(listen)),
  });

const sessionHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo: { name: 'tester', version: '1' } },
};
const openSession = async (url: string): Promise<Record<string, string>> => {
  const { headers } = await send(url, { headers: Object.entries(sessionHeaders), body: JSON.stringify(initialize) });
  return { ...sessionHeaders, 'mcp-session-id': String(headers['mcp-session-id']) };
};
const noop = { method: 'tools/call', params: { name: 'noop' } };
const methods = (messages: readonly Record<string, unknown>[]): unknown[] => messages.map(({ method }) => method);

describe('a change of the tools', () => {
  test('reaches subscribers of 2026 and sessions of 2025, and the next list', async () => {
    const { url, path, door } = await testDoor();
    const subscriber = await subscribe(url);
    const session = await openEventStream(url, { headers: await openSession(url) });
    await expect.poll(() => methods(subscriber.messages)).toEqual(['notifications/subscriptions/acknowledged']);
    expect(door.stats()).toMatchObject({ streams: 2, sessions: 1 });

    path.addTool('fresh');
    await expect.poll(() => methods(subscriber.messages)).toContain('notifications/tools/list_changed');
    await expect.poll(() => methods(session.messages)).toContain('notifications/tools/list_changed');
    const { json } = await ask(url, { method: 'tools/list' });
    expect(json.result.tools.map(({ name }: { name: string }) => name)).toContain('fresh');
  });
});

test('subscriptions are counted and limited', async () => {
  const { url } = await testDoor({ limits: { streams: 1 } });
  await subscribe(url);
  const { json } = await ask(url, listen);
  expect(json.error.message).toContain('limit');
});

test('progress turns an answer into a stream', async () => {
  const { url } = await testDoor();
  const call = { method: 'tools/call', params: { name: 'counting' }, meta: { progressToken: 'p' } };
  const { messages, ended } = await openEventStream(url, {
    method: 'POST',
    headers: Object.fromEntries(modernHeaders(call)),
    body: JSON.stringify(modernBody(call)),
  });
  await ended;
  // A step that was reported twice is told once.
  expect(messages.slice(0, -1).map(({ params }) => (params as { progress: number }).progress)).toEqual([1, 2, 3]);
  expect(messages.at(-1)).toMatchObject({ id: 1, result: { structuredContent: { counted: true } } });
});

describe('a door that closes', () => {
  test('lets calls finish, then ends streams and sessions', async () => {
    const { url, path, door } = await testDoor();
    const subscriber = await subscribe(url);
    const headers = await openSession(url);
    const session = await openEventStream(url, { headers });
    const call = ask(url, { method: 'tools/call', params: { name: 'slow', arguments: { ms: 200 } } });
    await expect.poll(() => path.seen.length).toBe(1);

    const closed = door.close({ graceMs: 60_000 });
    expect((await ask(url, noop)).status).toBe(503);
    expect((await send(url, { headers: Object.entries(headers), body: '' }, 'GET')).status).toBe(503);
    expect((await call).json.result.structuredContent).toEqual({ outcome: 'done' });
    await closed;
    await Promise.all([subscriber.ended, session.ended]);
    // A graceful end of a subscription is its result.
    expect(subscriber.messages.at(-1)).toMatchObject({ id: 's', result: { resultType: 'complete' } });
    expect(door.stats()).toMatchObject({ calls: 0, sessions: 0 });
  });

  test('does not wait longer than its grace', async () => {
    const { url, path, door } = await testDoor({ fastLane: false });
    const call = ask(url, { method: 'tools/call', params: { name: 'slow', arguments: { ms: 60_000 } } }).catch(
      () => 'broken off',
    );
    await expect.poll(() => path.seen.length).toBe(1);
    await door.close({ graceMs: 20 });
    await expect.poll(() => path.seen[0]?.signal.aborted).toBe(true);
    await call;
  });

  test('still takes the answer to a question that a running call asked', async () => {
    const { url, path, door } = await testDoor();
    const headers = await openSession(url);
    const call = await openEventStream(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 5, method: 'tools/call', params: { name: 'asking' } }),
    });
    await expect.poll(() => methods(call.messages)).toEqual(['elicitation/create']);
    const closed = door.close({ graceMs: 60_000 });
    const { status } = await send(url, {
      headers: Object.entries(headers),
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: call.messages[0]?.['id'],
        result: { action: 'accept', content: { approve: true } },
      }),
    });
    expect(status).toBe(202);
    await closed;
    await call.ended;
    expect(path.seen).toHaveLength(1);
    expect(call.messages.at(-1)).toMatchObject({ id: 5, result: { structuredContent: { answered: 'approved' } } });
  });
});
