import type { JsonObject } from '@lineclear/core/plugin';
import { type GrafanaFault, grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startAlerting, startSandboxed } from './test/start-alerting.ts';

const data = [{ refId: 'A', datasourceUid: 'loki', model: { expr: 'sum(count_over_time({job="tunnel"}[5m]))' } }];
const reads: Readonly<Record<string, JsonObject>> = {
  list_alerts: {},
  list_silences: {},
  list_contact_points: {},
  list_notification_policies: {},
  list_alert_rules: {},
  get_alert_rule: { uid: tunnel.rule },
  get_alert_history: { uid: tunnel.rule },
};
const writes: Readonly<Record<string, JsonObject>> = {
  create_silence: { matchers: ['alertname="Tunnel Down"'], end: 'now+2h', comment: 'Because' },
  delete_silence: { silence_id: '0199ba5e-0000-4000-8000-00000000000a' },
  create_alert_rule: { title: 'Slow', folder_uid: tunnel.folder, rule_group: 'tunnel', data },
  update_alert_rule: { uid: tunnel.rule, changes: { for: '10m' } },
  delete_alert_rule: { uid: tunnel.rule },
};

const body = (message: string) => ({ message, messageId: 'alerting.simulated' });
const refusals: readonly (readonly [string, GrafanaFault, object])[] = [
  ['400', grafanaFaults.status(400, body('bad request')), { code: 'invalid_input', details: { reason: 'alerting.simulated' } }],
  [
    '401',
    grafanaFaults.status(401, { message: 'Unauthorized' }),
    { code: 'unauthenticated', hint: expect.stringContaining('token') },
  ],
  [
    '403',
    grafanaFaults.status(403, { message: 'Access denied' }),
    { code: 'forbidden', hint: expect.stringContaining('permission') },
  ],
  ['413', grafanaFaults.status(413), { code: 'invalid_input', hint: expect.stringContaining('too large') }],
  ['429', grafanaFaults.rateLimited(7), { code: 'rate_limited', retryAfterS: 7 }],
];
const failures: readonly (readonly [string, GrafanaFault, object])[] = [
  ...refusals,
  ['500', grafanaFaults.status(500), { code: 'upstream_error' }],
  ['a login page', grafanaFaults.loginPage(), { code: 'upstream_error' }],
  [
    'a redirect to a login',
    grafanaFaults.loginRedirect(),
    { code: expect.stringMatching(/^(upstream_error|unauthenticated|invalid_input)$/) },
  ],
  ['half an answer', { kind: 'truncated' }, { code: expect.stringMatching(/^(unreachable|upstream_error)$/) }],
  ['20 MiB', grafanaFaults.huge(), { code: 'upstream_error' }],
];

/** With a silence to end. */
const start = async (settings: JsonObject = {}) => {
  const started = await startSandboxed({ settings });
  const { sandbox } = started;
  const silence = {
    matchers: [{ name: 'alertname', value: 'Tunnel Down', isRegex: false, isEqual: true }],
    startsAt: '2026-03-02T12:00:00Z',
    endsAt: '2026-03-02T15:00:00Z',
    createdBy: 'somebody',
    comment: 'Before',
  };
  const answer = await fetch(`${sandbox.url}/api/alertmanager/grafana/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(silence),
  });
  const { silenceID } = z.object({ silenceID: z.string() }).parse(await answer.json());
  const argsOf = (tool: string): JsonObject =>
    tool === 'delete_silence' ? { silence_id: silenceID } : (reads[tool] ?? writes[tool] ?? {});
  const unsafeBefore = sandbox.http.unsafe().length;
  return { ...started, argsOf, changes: () => started.sent().length - unsafeBefore };
};

describe.each([...Object.keys(reads), ...Object.keys(writes)])('%s', (tool) => {
  test.each(failures)('answers %s with a code and a hint', async (_name, fault, error) => {
    const { answer, argsOf, sandbox, changes } = await start();
    sandbox.fail(fault);
    const found = await answer(tool, argsOf(tool));
    expect(found).toMatchObject({ kind: 'error', error: { hint: expect.stringMatching(/\w/) } });
    expect(thrown(found)).toMatchObject(error);
    expect(changes()).toBe(0);
  });

  test('times out where nobody answers, and is unreachable where nobody is', async () => {
    const { callTool, argsOf, sandbox } = await start({ timeout_ms: 300 });
    sandbox.fail(grafanaFaults.silence());
    await expect(callTool(tool, argsOf(tool))).rejects.toMatchObject({ code: 'timeout' });
    const gone = await startAlerting({ settings: { grafana: { url: 'http://127.0.0.1:1' } } });
    await expect(gone.callTool(tool, argsOf(tool))).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe.each(Object.keys(writes))('a confirmed %s', (tool) => {
  test.each(refusals)('fails without effect on %s', async (_name, fault, error) => {
    const { previewTool, callTool, argsOf, sandbox, changes } = await start();
    await previewTool(tool, argsOf(tool));
    const before = sandbox.world.state();
    sandbox.fail(fault, { unsafe: true });
    await expect(callTool(tool, { ...argsOf(tool), confirm: true })).rejects.toMatchObject({
      ...error,
      details: { status: 'failed' },
    });
    expect(changes()).toBe(1);
    expect(sandbox.world.state()).toEqual(before);
  });

  test.each([409, 412])('is stale on %s', async (status) => {
    const { previewTool, callTool, argsOf, sandbox, changes } = await start();
    await previewTool(tool, argsOf(tool));
    sandbox.fail(grafanaFaults.status(status, { message: 'changed', status: 'version-mismatch' }), { unsafe: true });
    await expect(callTool(tool, { ...argsOf(tool), confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(changes()).toBe(1);
  });

  test('finds out what a time-out left behind, and sends nothing again', async () => {
    const { previewTool, callTool, argsOf, sandbox, changes } = await start();
    await previewTool(tool, argsOf(tool));
    sandbox.fail(grafanaFaults.status(504, {}, { afterEffect: true }), { unsafe: true });
    expect(await callTool(tool, { ...argsOf(tool), confirm: true })).toMatchObject({ status: 'executed' });
    expect(changes()).toBe(1);
  });
});

const thrown = (found: object): object => {
  const { error } = z.object({ error: z.looseObject({ code: z.string(), retry_after_s: z.number().optional() }) }).parse(found);
  return { ...error, retryAfterS: error.retry_after_s };
};
