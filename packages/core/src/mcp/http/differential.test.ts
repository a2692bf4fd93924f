import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler } from '@modelcontextprotocol/server';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultAskTimes } from '../asking.ts';
import { createServerFactory } from '../server-factory.ts';
import { corpus, tooDeep } from '../test/corpus.ts';
import { httpCaller, listen, type OpenDoor, openDoor } from '../test/doors.ts';
import { fixturePath } from '../test/fixture-path.ts';
import { silentLog } from '../test/logs.ts';
import { mutated } from '../test/mutations.ts';
import { send, type WireRequest, type WireResponse } from '../test/wire-request.ts';

// Three ways to the same tools: the fast lane, the same door without it, and nothing but the SDK.
let fast: OpenDoor;
let slow: OpenDoor;
let sdk: { origin: string; close: () => Promise<void> };

beforeAll(async () => {
  const path = () => fixturePath({ pageSize: 4 });
  fast = await openDoor({ path: path() });
  slow = await openDoor({ path: path(), fastLane: false });
  const factory = createServerFactory({ path: path(), callerOf: () => httpCaller, logger: silentLog, askTimes: defaultAskTimes });
  sdk = await listen(toNodeHandler(createMcpHandler(factory, { legacy: 'reject' })));
});
afterAll(() => Promise.all([fast.close(), slow.close(), sdk.close()]));

// How the bytes are framed is not part of an answer.
const framing = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);
const essence = ({ status, headers, body }: WireResponse) => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !framing.has(name))),
  body,
});

const expectSameAnswers = async (request: WireRequest): Promise<void> => {
  const [fromFast, fromSlow, fromSdk] = await Promise.all([
    send(fast.url, request),
    send(slow.url, request),
    send(`${sdk.origin}/mcp`, request),
  ]);
  expect(essence(fromFast)).toEqual(essence(fromSdk));
  expect(essence(fromSlow)).toEqual(essence(fromSdk));
};

describe('a request written by hand gets the same answer through every door', () => {
  test.each(Object.entries(corpus))('%s', async (_name, request) => {
    await expectSameAnswers(request);
    // Again: by now its client may be remembered.
    await expectSameAnswers(request);
  });
});

test('what is too deep for the SDK ends as an internal error that names the request', async () => {
  const [fromFast, fromSlow] = await Promise.all([send(fast.url, tooDeep), send(slow.url, tooDeep)]);
  expect(essence(fromFast)).toEqual(essence(fromSlow));
  expect(fromFast.status).toBe(500);
  expect(JSON.parse(fromFast.body)).toMatchObject({ id: 1, error: { code: -32_603 } });
});

test('requests bent at random get the same answers', async () => {
  await fc.assert(fc.asyncProperty(mutated, expectSameAnswers), { numRuns: 400 });
});

test('the fast lane took a fair share of them, and left the rest alone', () => {
  const { answered } = fast.door.stats();
  expect(answered.fast).toBeGreaterThan(100);
  expect(answered.sdk).toBeGreaterThan(100);
  expect(slow.door.stats().answered.fast).toBe(0);
});
