import { parseJSONRPCMessage } from '@modelcontextprotocol/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { fixtureCaller, fixturePath, type FixturePath } from '../test/fixture-path.ts';
import { silentLog } from '../test/logs.ts';
import { modernBody } from '../test/wire-request.ts';
import { FastCalls } from './fast-calls.ts';
import { InFlight } from './in-flight.ts';

const modern = (params: Record<string, unknown>, id: unknown = 7) => modernBody({ method: 'tools/call', id, params });
const legacy = (params: Record<string, unknown>, id: unknown = 7) => ({ jsonrpc: '2.0', id, method: 'tools/call', params });
const initialize = {
  jsonrpc: '2.0',
  id: 'i',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1.0.0' } },
};

let path: FixturePath;
let inFlight: InFlight;
let written: string[];
let lane: FastCalls;

beforeEach(() => {
  path = fixturePath();
  inFlight = new InFlight();
  written = [];
  lane = new FastCalls({ path, caller: fixtureCaller, logger: silentLog, inFlight, write: (text) => written.push(text) });
});

/** Lets the lane hear of a request and of what the SDK answered. */
const hear = (request: object, answer: object): void => {
  lane.received(parseJSONRPCMessage(request));
  lane.sent(parseJSONRPCMessage({ jsonrpc: '2.0', ...answer }));
};
const hearModern = () => hear(modern({ name: 'noop' }, 'first'), { id: 'first', result: { resultType: 'complete' } });
const hearLegacy = () => hear(initialize, { id: 'i', result: {} });

describe('takes a call', () => {
  test('of a client of 2026 once the SDK has answered one', async () => {
    expect(lane.take(modern({ name: 'noop' }))).toBe(false);
    hearModern();
    expect(lane.take(modern({ name: 'noop' }))).toBe(true);
    await expect.poll(() => written).toHaveLength(1);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ id: 7, result: { resultType: 'complete' } });
    expect(path.seen[0]?.caller).toEqual({ ...fixtureCaller, client: 'tester/1.0.0' });
  });

  test('of a client of 2025 once the SDK has initialized it', async () => {
    expect(lane.take(legacy({ name: 'noop' }))).toBe(false);
    hearLegacy();
    expect(lane.take(legacy({ name: 'noop', _meta: { 'example.com/own': 1 } }))).toBe(true);
    await expect.poll(() => written).toHaveLength(1);
    expect(path.seen[0]?.caller).toEqual({ ...fixtureCaller, client: 'tester/1.0.0' });
  });
});

describe('leaves to the SDK', () => {
  test('a client whose request it refused', () => {
    hear(initialize, { id: 'i', error: { code: -32_602, message: 'no' } });
    expect(lane.take(legacy({ name: 'noop' }))).toBe(false);
  });

  test('a client that says other things of itself than the one it knows', () => {
    hearModern();
    const other = modernBody({
      method: 'tools/call',
      params: { name: 'noop' },
      meta: { 'io.modelcontextprotocol/clientInfo': 4 },
    });
    expect(lane.take(other)).toBe(false);
  });

  test('calls of the other era, even where it answers them', () => {
    hearLegacy();
    hear(modern({ name: 'noop' }, 'first'), { id: 'first', result: {} });
    expect(lane.take(modern({ name: 'noop' }))).toBe(false);
  });

  test.each([
    ['a write, which may have to ask', { name: 'asking' }],
    ['a tool that nobody knows', { name: 'nobody_knows' }],
    ['a wish for progress', { name: 'noop', _meta: { progressToken: 1 } }],
    ['a task', { name: 'noop', task: {} }],
    ['arguments that are no object', { name: 'noop', arguments: [] }],
  ])('%s', (_what, params) => {
    hearLegacy();
    expect(lane.take(legacy(params))).toBe(false);
  });
});

test('a cancelled call is aborted and never answered', async () => {
  hearLegacy();
  lane.take(legacy({ name: 'slow', arguments: { ms: 60_000 } }));
  lane.received(parseJSONRPCMessage({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } }));
  expect(path.seen[0]?.signal.aborted).toBe(true);
  lane.take(legacy({ name: 'noop' }, 8));
  await expect.poll(() => written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ id: 8 });
});

test('a connection that ends aborts what still runs', async () => {
  hearLegacy();
  lane.take(legacy({ name: 'slow', arguments: { ms: 60_000 } }));
  expect(inFlight.size).toBe(1);
  lane.close();
  expect(path.seen[0]?.signal.aborted).toBe(true);
});

test('a call that throws is answered without its cause', async () => {
  hearLegacy();
  lane.take(legacy({ name: 'throws' }));
  await expect.poll(() => written).toHaveLength(1);
  expect(written[0]).not.toContain('secret cause');
  expect(inFlight.size).toBe(0);
});
