import type { JsonObject } from '@lineclear/core/plugin';
import { fakeHttp, type Fault } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startAlerting } from '../tools/test/start-alerting.ts';

/** An Alertmanager that misbehaves in the words of Alertmanager: its errors are JSON texts, and no objects. */
const start = async (fault: Fault) => {
  const http = await fakeHttp({ routes: paths.map((path) => ({ method: 'GET', path, handle: () => ({ json: [] }) })) });
  onTestFinished(() => http.close());
  http.inject(fault);
  const patience: JsonObject = fault.kind === 'delay' ? { timeout_ms: 300 } : {};
  return startAlerting({ settings: { alertmanager: { url: http.url, ...patience } } });
};
const paths = ['alerts', 'silences', 'silence/:id', 'receivers', 'status'].map((noun) => `/api/v2/${noun}`);
const refused = (status: number, more: object = {}): Fault => ({ kind: 'status', status, text: '"simulated"', ...more });

const tools = {
  list_alerts: {},
  list_silences: {},
  list_contact_points: {},
  list_notification_policies: {},
  create_silence: { matchers: ['a="b"'], end: 'now+1h', comment: 'Because' },
  delete_silence: { silence_id: '0199ba5e-0000-4000-8000-00000000000a' },
};

test.each([
  ['400', refused(400), 'invalid_input'],
  ['401', refused(401), 'unauthenticated'],
  ['403', refused(403), 'forbidden'],
  ['404', refused(404), 'not_found'],
  ['429', { kind: 'rate_limited', retryAfterS: 3 } satisfies Fault, 'rate_limited'],
  ['500', refused(500), 'upstream_error'],
  ['a page', refused(200, { text: '<html>', headers: { 'content-type': 'text/html' } }), 'upstream_error'],
  ['JSON of another shape', refused(200, { text: '{"status":"success"}' }), 'upstream_error'],
  ['silence', { kind: 'delay', ms: 2_000 } satisfies Fault, 'timeout'],
] as const)('every tool answers %s of an Alertmanager that is asked directly with a code', async (_name, fault, code) => {
  for (const [tool, args] of Object.entries(tools)) {
    const { callTool } = await start(fault);
    await expect(callTool(tool, args), tool).rejects.toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  }
});
