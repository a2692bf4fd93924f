import type { AnyTool, JsonObject } from '@lineclear/core/plugin';
import { type Fault, fakeHttp } from '@lineclear/testing';
import { exercise } from '@lineclear/testing/tasker';
import { describe, expect, test } from 'vitest';
import { startOnSandbox } from '../../test/sandbox-tools.ts';
import { stepAudit } from './step-audit.ts';
import { stepInspect } from './step-inspect.ts';
import { taskInspect } from './task-inspect.ts';
import { taskList } from './task-list.ts';
import { taskVisualize } from './task-visualize.ts';

const step = { task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep };
const task = { task_uuid: exercise.blockedTask };
const calls: readonly (readonly [string, AnyTool, JsonObject])[] = [
  ['task_list', taskList, {}],
  ['task_list by status', taskList, { status: 'error' }],
  ['task_inspect', taskInspect, task],
  ['step_inspect', stepInspect, step],
  ['step_audit', stepAudit, step],
  ['task_visualize', taskVisualize, task],
];

const json = { 'content-type': 'application/json' };
const faults: readonly (readonly [string, Fault, object])[] = [
  [
    '401',
    { kind: 'status', status: 401, headers: { 'x-auth-failure-reason': 'expired', 'retry-after': '5' } },
    { code: 'unauthenticated', details: { reason: 'auth_expired' } },
  ],
  [
    '403',
    {
      kind: 'status',
      status: 403,
      headers: json,
      text: '{"error":{"code":"AUTHORIZATION_FAILED","message":"Missing required permission: tasks:read"}}',
    },
    { code: 'forbidden', hint: expect.stringContaining('tasks:read') },
  ],
  ['409', { kind: 'status', status: 409 }, { code: 'conflict' }],
  ['422 in plain text', { kind: 'status', status: 422, text: 'Failed to deserialize' }, { code: 'invalid_input' }],
  ['429', { kind: 'rate_limited', retryAfterS: 7 }, { code: 'rate_limited', retryAfterS: 7 }],
  [
    '503 with backpressure',
    {
      kind: 'status',
      status: 503,
      headers: { ...json, 'retry-after': '15' },
      text: '{"error":{"code":"BACKPRESSURE","message":"busy","retry_after_seconds":15}}',
    },
    { code: 'rate_limited', retryAfterS: 15 },
  ],
  ['500', { kind: 'status', status: 500 }, { code: 'upstream_error' }],
  ['an HTML page', { kind: 'not_json' }, { code: 'upstream_error' }],
  ['a truncated answer', { kind: 'truncated' }, { code: 'unreachable' }],
  ['a cut connection', { kind: 'reset' }, { code: 'unreachable' }],
];

describe.each(calls)('%s', (_title, tool, args) => {
  test.each(faults)('answers %s with a code', async (_fault, fault, expected) => {
    const { callTool, sandbox } = await startOnSandbox({ tools: [tool] });
    sandbox.http.inject(fault);
    await expect(callTool(tool.name, args)).rejects.toMatchObject(expected);
  });

  test('answers a server that takes too long with timeout', async () => {
    const { callTool, sandbox } = await startOnSandbox({ tools: [tool], settings: { timeout_ms: 100 } });
    sandbox.http.inject({ kind: 'delay', ms: 1_500 });
    await expect(callTool(tool.name, args)).rejects.toMatchObject({ code: 'timeout' });
  });

  test('answers a server that is gone with unreachable', async () => {
    const gone = await fakeHttp({});
    await gone.close();
    const { callTool } = await startOnSandbox({ tools: [tool], settings: { url: gone.url } });
    await expect(callTool(tool.name, args)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
