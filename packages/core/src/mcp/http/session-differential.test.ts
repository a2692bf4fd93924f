import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpus } from '../test/corpus.ts';
import { type OpenDoor, openDoor } from '../test/doors.ts';
import { mutated } from '../test/mutations.ts';
import { metaKeys, send, type WireRequest, type WireResponse } from '../test/wire-request.ts';

interface Session {
  readonly open: OpenDoor;
  readonly id: string;
}

let fast: Session;
let slow: Session;

beforeAll(async () => {
  fast = await openSession({ fastLane: true });
  slow = await openSession({ fastLane: false });
});
afterAll(() => Promise.all([fast.open.close(), slow.open.close()]));

const openSession = async ({ fastLane }: { fastLane: boolean }): Promise<Session> => {
  const open = await openDoor({ fastLane });
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1' } };
  const { headers } = await send(open.url, {
    headers: [
      ['content-type', 'application/json'],
      ['accept', 'application/json, text/event-stream'],
    ],
    body: JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }),
  });
  return { open, id: String(headers['mcp-session-id']) };
};

// How the bytes are framed is not part of an answer.
const framing = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);
const essence = ({ id }: Session, { status, headers, body }: WireResponse) => ({
  status,
  headers: Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !framing.has(name))
      .map(([name, value]) => [name, value === id ? 'the session' : value]),
  ),
  body,
});

/** The same request as a client within a session of 2025 would send it. */
const inSession = ({ headers, body }: WireRequest, { id }: Session): WireRequest => ({
  headers: [
    ...headers
      .filter(([name]) => name !== 'mcp-method' && name !== 'mcp-name' && name !== 'mcp-session-id')
      .map(([name, value]) => [name, value === '2026-07-28' ? '2025-11-25' : value] as const),
    ['mcp-session-id', id],
  ],
  body,
});

const withoutEnvelope = (body: WireRequest['body']): WireRequest['body'] =>
  typeof body !== 'string'
    ? body
    : Object.values(metaKeys).reduce((text, key) => text.replaceAll(JSON.stringify(key), `"was/${key.slice(-6)}"`), body);

const expectSameAnswers = async (request: WireRequest): Promise<void> => {
  const [fromFast, fromSlow] = await Promise.all(
    [fast, slow].map(async (session) => essence(session, await send(session.open.url, inSession(request, session)))),
  );
  expect(fromFast).toEqual(fromSlow);
};

describe('a request written by hand gets the same answer in a session, whichever lane it takes', () => {
  test.each(Object.entries(corpus))('%s', async (_name, request) => {
    await expectSameAnswers({ ...request, body: withoutEnvelope(request.body) });
    await expectSameAnswers(request);
  });
});

test('requests bent at random get the same answers', async () => {
  const old = mutated.map((request) => ({ ...request, body: withoutEnvelope(request.body) }));
  await fc.assert(fc.asyncProperty(old, expectSameAnswers), { numRuns: 300 });
});

test('both lanes asked the path for the same', () => {
  const asked = ({ open }: Session) =>
    open.path.seen.map(({ tool, args, caller, traceId }) => JSON.stringify({ tool, args, caller, traceId })).sort();
  expect(asked(fast).length).toBeGreaterThan(100);
  expect(asked(fast)).toEqual(asked(slow));
});
