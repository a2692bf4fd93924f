import type { JsonObject } from '@lineclear/core/plugin';
import type { Fault } from '@lineclear/testing';
import { exercise } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from './test/start-actions.ts';

const step = { task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep, reason: 'Repaired' };
const calls: Readonly<Record<string, JsonObject>> = {
  task_submit: { namespace: 'analytics', name: 'daily_report', context: { report_date: 'today' }, reason: 'Asked for' },
  task_cancel: { task_uuid: exercise.blockedTask },
  step_retry: step,
  step_resolve: step,
  step_complete: { ...step, result: { metrics: 37 } },
  dlq_update: { dlq_entry_uuid: exercise.pendingDlqEntry, resolution_notes: 'Looking at it' },
};

const refused = (status: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({
  kind: 'status',
  status,
  ...more,
});
const body = (code: string, message = '') => ({ text: JSON.stringify({ error: { code, message } }) });
const page = { text: '<!doctype html><title>Bad gateway</title>', headers: { 'content-type': 'text/html' } };

const refusals: readonly (readonly [string, Fault, object])[] = [
  [
    '401',
    refused(401, { headers: { 'x-auth-failure-reason': 'expired' }, ...body('UNAUTHORIZED') }),
    { code: 'unauthenticated', hint: expect.stringContaining('The token has expired') },
  ],
  [
    '403',
    refused(403, body('AUTHORIZATION_FAILED', 'Missing required permission: steps:resolve')),
    { code: 'forbidden', hint: expect.stringContaining('steps:resolve') },
  ],
  ['404', refused(404, body('NOT_FOUND', 'Resource not found')), { code: 'not_found' }],
  ['422 in text', refused(422, { text: 'Failed to deserialize the JSON body' }), { code: 'invalid_input' }],
  ['429', { kind: 'rate_limited', retryAfterS: 7 }, { code: 'rate_limited', retryAfterS: 7 }],
  [
    '503 under pressure',
    refused(503, { headers: { 'retry-after': '15' }, ...body('BACKPRESSURE') }),
    { code: 'rate_limited', retryAfterS: 15 },
  ],
];

for (const [tool, args] of Object.entries(calls)) {
  test.each([
    ...refusals,
    ['a page of a proxy', refused(500, page), { code: 'upstream_error' }],
    ['a page for an answer', { kind: 'not_json' }, { code: 'upstream_error' }],
    ['half an answer', { kind: 'truncated' }, { code: expect.stringMatching(/^(unreachable|upstream_error)$/) }],
  ] as const)(`${tool} previews into a coded error on %s`, async (_name, fault, error) => {
    const { callTool, sandbox, sent } = await startActions();
    sandbox.http.inject(fault);
    await expect(callTool(tool, args)).rejects.toMatchObject(error);
    expect(sent()).toEqual([]);
  });

  test.each(refusals)(`${tool} fails without effect on %s`, async (_name, fault, error) => {
    const { previewTool, callTool, sandbox } = await startActions();
    await previewTool(tool, args);
    const before = sandbox.world.state();
    sandbox.http.inject(fault, { unsafe: true });
    await expect(callTool(tool, { ...args, confirm: true })).rejects.toMatchObject({ ...error, details: { status: 'failed' } });
    expect(sandbox.http.unsafe()).toHaveLength(1);
    expect(sandbox.world.state()).toEqual(before);
  });

  test(`${tool} previews into a coded error when no answer comes in time`, async () => {
    const { callTool, sandbox } = await startActions({ settings: { timeout_ms: 100 } });
    sandbox.http.inject({ kind: 'delay', ms: 2_000 });
    await expect(callTool(tool, args)).rejects.toMatchObject({ code: 'timeout' });
  });

  test(`${tool} is stale on a conflict`, async () => {
    const { previewTool, callTool, sandbox } = await startActions();
    await previewTool(tool, args);
    sandbox.http.inject(refused(409, body('CONFLICT')), { unsafe: true });
    await expect(callTool(tool, { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
}

test('every tool finds out what a time-out left behind, and sends nothing again', async () => {
  const calling = Object.entries(calls).map(async ([tool, args]) => {
    const { previewTool, callTool, sandbox } = await startActions({ settings: { timeout_ms: 5_000 } });
    await previewTool(tool, args);
    sandbox.http.inject({ kind: 'delay', ms: 20_000 }, { unsafe: true });
    expect(await callTool(tool, { ...args, confirm: true })).toMatchObject({
      status: 'executed',
      result: expect.any(Object),
      effect: expect.any(Object),
    });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
  await Promise.all(calling);
});

test('a server that is gone is unreachable, one under pressure says when to come back', async () => {
  const gone = await startActions({ settings: { url: 'http://127.0.0.1:1' } });
  const pressed = await startActions();
  pressed.sandbox.http.inject({ kind: 'rate_limited', retryAfterS: 7 });
  for (const [tool, args] of Object.entries(calls)) {
    await expect(gone.callTool(tool, args)).rejects.toMatchObject({ code: 'unreachable' });
    await expect(pressed.callTool(tool, args)).rejects.toMatchObject({ code: 'rate_limited', retryAfterS: 7 });
  }
});
