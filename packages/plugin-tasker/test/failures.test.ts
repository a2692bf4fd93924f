import type { JsonObject } from '@lineclear/core/plugin';
import { type Fault, freePort, type StartedPlugin, startPlugin } from '@lineclear/testing';
import { startTaskerSandbox, type TaskerSandbox } from '@lineclear/testing/tasker';
import { describe, expect, onTestFinished, test } from 'vitest';
import tasker from '../src/index.ts';
import { calls } from './calls.ts';

const json = { 'content-type': 'application/json' };
const body = (code: string, message: string, more: JsonObject = {}): string =>
  JSON.stringify({ error: { code, message, ...more } });
const page = '<!doctype html><html><h1>Bad Gateway</h1></html>';

interface Failure {
  readonly what: string;
  readonly fault: Fault;
  readonly error: JsonObject;
}

/** What a server or whatever stands before it can answer, and the error that every tool makes of it. */
const refusals: readonly Failure[] = [
  {
    what: '401',
    fault: {
      kind: 'status',
      status: 401,
      headers: { ...json, 'x-auth-failure-reason': 'expired', 'x-auth-failure-severity': 'medium', 'retry-after': '5' },
      text: body('UNAUTHORIZED', 'Invalid or expired token'),
    },
    error: { code: 'unauthenticated', hint: expect.stringContaining('expired'), retry_after_s: 5 },
  },
  {
    what: '403',
    fault: {
      kind: 'status',
      status: 403,
      headers: json,
      text: body('AUTHORIZATION_FAILED', 'Missing required permission: dlq:stats'),
    },
    error: { code: 'forbidden', hint: expect.stringContaining('dlq:stats') },
  },
  {
    what: '409',
    fault: { kind: 'status', status: 409, headers: json, text: body('CONFLICT', 'A task with this identity already exists') },
    error: { code: expect.stringMatching(/^(conflict|stale)$/) },
  },
  {
    what: '422 as text',
    fault: { kind: 'status', status: 422, text: 'Failed to deserialize the JSON body into the target type' },
    error: { code: 'invalid_input' },
  },
  { what: '429', fault: { kind: 'rate_limited', retryAfterS: 7 }, error: { code: 'rate_limited', retry_after_s: 7 } },
  {
    what: '503 for load',
    fault: {
      kind: 'status',
      status: 503,
      headers: { ...json, 'retry-after': '15' },
      text: body('BACKPRESSURE', 'busy', { retry_after_seconds: 15 }),
    },
    error: { code: 'rate_limited', retry_after_s: 15 },
  },
];

const breakdowns: readonly Failure[] = [
  {
    what: '503 with Retry-After',
    fault: { kind: 'status', status: 503, headers: { 'retry-after': '30' }, text: 'no healthy upstream' },
    error: { code: 'upstream_error', retry_after_s: 30 },
  },
  { what: '408', fault: { kind: 'status', status: 408 }, error: { code: 'timeout' } },
  { what: 'silence', fault: { kind: 'delay', ms: 20_000 }, error: { code: 'timeout' } },
  { what: 'half a body', fault: { kind: 'truncated' }, error: { code: expect.stringMatching(/^(upstream_error|unreachable)$/) } },
  { what: 'a cut connection', fault: { kind: 'reset' }, error: { code: 'unreachable' } },
  { what: 'a page with 502', fault: { kind: 'status', status: 502, text: page }, error: { code: 'upstream_error' } },
  { what: 'a page with 200', fault: { kind: 'not_json' }, error: { code: 'upstream_error' } },
];

const missing: Failure = {
  what: '404',
  fault: { kind: 'status', status: 404, headers: json, text: body('NOT_FOUND', 'Resource not found') },
  error: { code: expect.stringMatching(/^(not_found|unsupported)$/) },
};

const connected = tasker.tools.filter(({ connection }) => connection !== undefined);

test('every tool that asks the server is tried here', () => {
  expect(Object.keys(calls).toSorted()).toEqual(connected.map(({ name }) => name).toSorted());
});

/** The plugin in front of a server of its own; every test here starts one, so that none sees what another left. */
const start = async ({
  fault,
  patienceMs,
}: {
  fault: Fault;
  patienceMs: number;
}): Promise<StartedPlugin & { sandbox: TaskerSandbox }> => {
  const sandbox = await startTaskerSandbox();
  const started = await startPlugin({
    plugin: tasker,
    connections: { tasker: { url: sandbox.url, timeout_ms: fault.kind === 'delay' ? patienceMs : 20_000 } },
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox };
};

describe.each(connected)('$name', ({ name }) => {
  const args = calls[name] ?? {};

  test.each([...refusals, ...breakdowns, missing])('tells of $what', async ({ fault, error }) => {
    const { sandbox, answer } = await start({ fault, patienceMs: 300 });
    sandbox.http.inject(fault);
    expect(await answer(name, args)).toMatchObject({ kind: 'error', error: { hint: expect.stringMatching(/\w/), ...error } });
    expect(sandbox.http.unsafe()).toEqual([]);
  });

  test('tells of a server that is not there', async () => {
    const [port] = await freePort(1);
    const url = `http://127.0.0.1:${port}`;
    const { answer, close } = await startPlugin({ plugin: tasker, connections: { tasker: { url } } });
    expect(await answer(name, args)).toMatchObject({
      kind: 'error',
      error: { code: 'unreachable', hint: expect.stringMatching(/\w/) },
    });
    await close();
  });
});

describe.each(connected.filter(({ kind }) => kind === 'write'))('the request of $name', ({ name }) => {
  const confirmWith = async (fault: Fault) => {
    // The preview has to be answered in time.
    const started = await start({ fault, patienceMs: 3_000 });
    const { http, world } = started.sandbox;
    const before = JSON.stringify(world.state());
    const { ticket = null } = await started.previewTool(name, calls[name]);
    expect(http.unsafe()).toEqual([]);
    http.inject(fault, { unsafe: true });
    const answer = await started.answer(name, { ...calls[name], confirm: true, ticket });
    expect(http.unsafe()).toHaveLength(1);
    return { answer, isUnchanged: JSON.stringify(world.state()) === before };
  };

  test.each(refusals)('changes nothing when it is answered with $what', async ({ fault, error }) => {
    expect(await confirmWith(fault)).toMatchObject({ answer: { kind: 'error', error }, isUnchanged: true });
  });

  test.each(breakdowns)('is sent once and what became of it is told, after $what', async ({ fault }) => {
    const { answer, isUnchanged } = await confirmWith(fault);
    if (answer.kind === 'value') expect(answer.value).toMatchObject({ status: 'executed' });
    else expect(answer).toMatchObject({ error: { code: 'unknown_outcome' } });
    // What is told to be done was done.
    if (answer.kind === 'value') expect(isUnchanged).toBe(false);
  });
});
