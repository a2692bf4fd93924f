import type { JsonObject } from '@lineclear/core/plugin';
import type { GrafanaFault } from '@lineclear/testing/grafana';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { startIncidents } from './test/start-incidents.ts';
import { startNavigation } from './test/start-navigation.ts';

interface Expected {
  readonly code: string;
  readonly retry_after_s?: number;
  readonly details?: JsonObject;
}

const body = { message: 'in its own words', error: 'in its own words' };
const page = (status: number): GrafanaFault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!doctype html><title>Sign in</title>',
});

const failures: readonly (readonly [string, GrafanaFault, Expected])[] = [
  ['400', grafanaFaults.status(400, body), { code: 'invalid_input', details: { status: 400 } }],
  ['401', grafanaFaults.status(401, body), { code: 'unauthenticated', details: { status: 401 } }],
  ['403', grafanaFaults.status(403, body), { code: 'forbidden', details: { status: 403 } }],
  ['404', grafanaFaults.status(404, body), { code: 'not_found', details: {} }],
  ['409', grafanaFaults.status(409, body), { code: 'conflict', details: { status: 409 } }],
  ['429', grafanaFaults.rateLimited(7), { code: 'rate_limited', retry_after_s: 7 }],
  ['500', grafanaFaults.status(500, body), { code: 'upstream_error', details: { status: 500 } }],
  ['503', grafanaFaults.status(503, body), { code: 'upstream_error', details: { status: 503 } }],
  ['a login page', grafanaFaults.loginPage(), { code: 'upstream_error', details: { reason: 'shape' } }],
  ['a login page with 401', page(401), { code: 'unauthenticated', details: { reason: 'html' } }],
  ['a page of a gateway', page(502), { code: 'upstream_error', details: { reason: 'html' } }],
  ['another shape', grafanaFaults.status(200, [{ hello: 'world' }]), { code: 'upstream_error', details: { reason: 'shape' } }],
  ['a broken connection', grafanaFaults.cut(), { code: 'unreachable' }],
  ['20 MB', grafanaFaults.huge(), { code: 'upstream_error', details: { reason: 'too_large' } }],
  ['silence', grafanaFaults.silence(), { code: 'timeout', details: { reason: 'no_answer' } }],
];

const incidentCalls: readonly (readonly [string, JsonObject])[] = [
  ['list_incidents', {}],
  ['get_incident', { incident_id: '2' }],
  ['create_incident', { title: 'Down', severity: 'minor' }],
  ['update_incident', { incident_id: '2', status: 'resolved' }],
  ['add_activity_to_incident', { incident_id: '2', body: 'Looking' }],
  ['resolve_incident', { incident_id: '2', summary: 'It is over.' }],
];
const navigationCalls: readonly (readonly [string, JsonObject])[] = [
  ['get_annotations', {}],
  ['create_annotation', { text: 'Deployed', dashboard_uid: tunnel.dashboard }],
  ['generate_deeplink', { resource_type: 'explore' }],
];

describe.each(failures)('%s', (what, fault, expected) => {
  const patience = (ms: number) => (what === 'silence' ? { settings: { timeout_ms: ms } } : {});

  test('where the incident plugin is asked for', async () => {
    const { sandbox, answer } = await startIncidents({ incidents: true, ...patience(150) });
    sandbox.fail(fault);
    for (const [tool, args] of incidentCalls) expectError(tool, await answer(tool, args), expected);
  });

  test('where the incident plugin answers', async () => {
    const { sandbox, answer, callTool } = await startIncidents({ incidents: true, ...patience(3_000) });
    await callTool('list_incidents');
    sandbox.fail(fault, { under: '/api/plugins/grafana-irm-app/resources' });
    await Promise.all(incidentCalls.map(async ([tool, args]) => expectError(tool, await answer(tool, args), expected)));
  });

  test('where links and annotations are', async () => {
    const { sandbox, answer } = await startNavigation(patience(150));
    sandbox.fail(fault);
    for (const [tool, args] of navigationCalls) expectError(tool, await answer(tool, args), expected);
  });
});

describe('when it is the write that fails', () => {
  const refusals = failures.filter(([what]) => /^4\d\d$/.test(what));

  test.each(refusals)('%s: nothing is claimed to have happened', async (_what, fault, { code }) => {
    const { sandbox, previewTool, callTool } = await startNavigation();
    const args = { text: 'Deployed', dashboard_uid: tunnel.dashboard };
    await previewTool('create_annotation', args);
    sandbox.fail(fault, { unsafe: true });
    const expected = code === 'conflict' ? 'stale' : code;
    await expect(callTool('create_annotation', { ...args, confirm: true })).rejects.toMatchObject({ code: expected });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });

  const unclear = failures.filter(([what]) => !/^4\d\d$|401|silence/.test(what));
  test.each(unclear)('%s: the outcome is not known, and nothing is sent again', async (_what, fault) => {
    const { sandbox, previewTool, callTool } = await startNavigation();
    const args = { text: 'Deployed', dashboard_uid: tunnel.dashboard };
    await previewTool('create_annotation', args);
    sandbox.fail(fault, { unsafe: true });
    await expect(callTool('create_annotation', { ...args, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
});

const expectError = (tool: string, found: unknown, { details, ...expected }: Expected): void => {
  expect(found, tool).toMatchObject({
    kind: 'error',
    error: {
      ...expected,
      ...(details !== undefined && { details }),
      hint: expect.stringMatching(/^\p{Lu}.*\.$/u),
    },
  });
  expect(JSON.stringify(found), tool).not.toContain('simulated-token-1');
};
