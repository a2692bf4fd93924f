import { describe, expect, test } from 'vitest';
import type { Authenticate } from './authenticate.ts';
import { httpCaller, testDoor } from '../test/doors.ts';
import { send, type WireResponse } from '../test/wire-request.ts';

// The caller's name is the token, so that tests can be anybody.
const authenticate: Authenticate = ({ headers, profile }) => ({
  ...httpCaller,
  principal: { id: headers.authorization ?? 'nobody' },
  profile: profile ?? 'local',
});

const post = (url: string, message: object, headers: Readonly<Record<string, string>> = {}): Promise<WireResponse> =>
  send(url, {
    headers: Object.entries({
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: 'ann',
      ...headers,
    }),
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
  });

const initialize = {
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1' } },
};
const whoAmI = { id: 1, method: 'tools/call', params: { name: 'echo' } };

const open = async (url: string, headers?: Readonly<Record<string, string>>): Promise<string> => {
  const { status, headers: answered } = await post(url, initialize, headers);
  expect(status).toBe(200);
  const id = answered['mcp-session-id'];
  if (typeof id !== 'string') throw new Error('No session was opened');
  return id;
};

describe('a session', () => {
  test('serves the principal who opened it', async () => {
    const { url, door } = await testDoor({ authenticate });
    const session = await open(url);
    const { status, body } = await post(url, whoAmI, { 'mcp-session-id': session });
    expect(status).toBe(200);
    expect(body).toContain(String.raw`\"principal\":\"ann\"`);
    expect(door.stats()).toMatchObject({ sessions: 1, answered: { session: 2 } });
  });

  test('does not exist for another principal, nor under another profile', async () => {
    const { url, path } = await testDoor({ authenticate });
    const session = await open(url);
    const unknown = await post(url, whoAmI, { 'mcp-session-id': '5a1c4a52-7b07-4f3f-9f6e-2a7d1d4b3c11' });
    for (const [place, authorization] of [
      [url, 'mallory'],
      [`${url}/production`, 'ann'],
    ] as const) {
      const stolen = await post(place, whoAmI, { 'mcp-session-id': session, authorization });
      expect(stolen).toMatchObject({ status: 404, body: unknown.body });
      expect(
        (
          await send(
            place,
            {
              headers: [
                ['mcp-session-id', session],
                ['authorization', authorization],
                ['accept', 'text/event-stream'],
              ],
              body: '',
            },
            'GET',
          )
        ).status,
      ).toBe(404);
      expect(
        (
          await send(
            place,
            {
              headers: [
                ['mcp-session-id', session],
                ['authorization', authorization],
              ],
              body: '',
            },
            'DELETE',
          )
        ).status,
      ).toBe(404);
    }
    expect(path.seen).toEqual([]);
    expect((await post(url, whoAmI, { 'mcp-session-id': session })).status).toBe(200);
  });

  test('ends when its client deletes it', async () => {
    const { url, door } = await testDoor({ authenticate });
    const session = await open(url);
    const headers = [
      ['mcp-session-id', session],
      ['authorization', 'ann'],
    ] as const;
    expect((await send(url, { headers, body: '' }, 'DELETE')).status).toBe(200);
    expect((await post(url, whoAmI, { 'mcp-session-id': session })).status).toBe(404);
    expect(door.stats().sessions).toBe(0);
  });

  test('ends when nobody used it for long', async () => {
    const clock = { now: () => now };
    let now = 0;
    const { url, door } = await testDoor({ authenticate, clock, limits: { sessionIdleMs: 1_000 } });
    const session = await open(url);
    now = 999;
    await post(url, whoAmI, { 'mcp-session-id': session });
    now = 1_500;
    expect((await post(url, whoAmI, { 'mcp-session-id': session })).status).toBe(200);
    now = 10_000;
    await expect.poll(() => door.stats().sessions).toBe(0);
    expect((await post(url, whoAmI, { 'mcp-session-id': session })).status).toBe(404);
  });

  test('sees the rights that its principal has now', async () => {
    let readOnly = false;
    const { url, path } = await testDoor({
      authenticate: (visit) => ({ ...httpCaller, principal: { id: visit.headers.authorization ?? '' }, readOnly }),
    });
    const session = await open(url);
    readOnly = true;
    await post(url, whoAmI, { 'mcp-session-id': session });
    expect(path.seen[0]?.caller.readOnly).toBe(true);
  });

  test('is not opened by a message that only looks like a beginning', async () => {
    const { url, door } = await testDoor({ authenticate });
    const { status } = await post(url, { id: 0, method: 'initialize', params: {} });
    expect(status).toBe(400);
    expect(door.stats().sessions).toBe(0);
  });
});

describe('when all sessions are taken', () => {
  test('the one that was quiet for longest makes room', async () => {
    let now = 0;
    const { url, door } = await testDoor({ authenticate, clock: { now: () => (now += 1) }, limits: { sessions: 2 } });
    const [first, second] = [await open(url), await open(url)];
    await post(url, whoAmI, { 'mcp-session-id': first });
    await open(url);
    expect(door.stats().sessions).toBe(2);
    expect((await post(url, whoAmI, { 'mcp-session-id': first })).status).toBe(200);
    expect((await post(url, whoAmI, { 'mcp-session-id': second })).status).toBe(404);
  });

  test('a newcomer is told to wait while they are in use', async () => {
    const { url, path } = await testDoor({ authenticate, limits: { sessions: 1 } });
    const session = await open(url);
    const busy = post(
      url,
      { id: 1, method: 'tools/call', params: { name: 'slow', arguments: { ms: 60_000 } } },
      { 'mcp-session-id': session },
    );
    await expect.poll(() => path.seen.length).toBe(1);
    const { status, headers } = await post(url, initialize);
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    await post(url, { method: 'notifications/cancelled', params: { requestId: 1 } }, { 'mcp-session-id': session });
    expect((await busy).status).toBe(200);
  });
});
