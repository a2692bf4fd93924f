import type { JsonObject } from '@lineclear/core/plugin';
import { type GrafanaFault, grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { startDashboards, startSandboxed } from './test/start-dashboards.ts';

const uid = tunnel.dashboard;
const reads: Readonly<Record<string, JsonObject>> = {
  search_dashboards: { query: 'tunnel' },
  list_folders: {},
  get_dashboard_by_uid: { uid },
  get_dashboard_summary: { uid },
  get_dashboard_panel_queries: { uid },
  run_panel_query: { uid, panel_id: 3 },
};
const writes: Readonly<Record<string, JsonObject>> = {
  create_dashboard: { dashboard: { title: 'Fresh' }, folder_uid: tunnel.folder },
  update_dashboard: { uid, operations: [{ op: 'replace', path: '$.title', value: 'New' }] },
  create_folder: { title: 'New one' },
};
const all = { ...reads, ...writes };

const body = { message: 'in its own words', messageId: 'dashboards.simulated' };
const json = (status: number) => grafanaFaults.status(status, body);
const page = (status: number): GrafanaFault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!doctype html><title>Sign in</title>',
});

const refusals: readonly (readonly [string, GrafanaFault, JsonObject])[] = [
  ['400', json(400), { code: 'invalid_input', details: { status: 400, reason: 'dashboards.simulated' } }],
  ['401', json(401), { code: 'unauthenticated' }],
  ['403', json(403), { code: 'forbidden' }],
  ['413', json(413), { code: 'invalid_input' }],
  ['422', json(422), { code: 'invalid_input', details: { status: 422 } }],
  ['429', grafanaFaults.rateLimited(7), { code: 'rate_limited', retry_after_s: 7 }],
];
const failures: readonly (readonly [string, GrafanaFault, JsonObject])[] = [
  ...refusals,
  ['409', json(409), { code: 'conflict' }],
  ['412', json(412), { code: 'conflict' }],
  ['500', json(500), { code: 'upstream_error' }],
  ['502', page(502), { code: 'upstream_error', details: { reason: 'html' } }],
  ['504', json(504), { code: 'timeout' }],
  ['a login page', grafanaFaults.loginPage(), { code: 'upstream_error' }],
  ['a login page with 401', page(401), { code: 'unauthenticated', details: { reason: 'html' } }],
  ['a 404 of something else', page(404), { code: expect.stringMatching(/^(not_found|upstream_error)$/) }],
  ['a redirect to a login', grafanaFaults.loginRedirect(), { code: expect.stringMatching(/^(upstream_error|unauthenticated)$/) }],
  ['another shape', { kind: 'status', status: 200, text: '{"hello":"world"}' }, { code: 'upstream_error' }],
  ['half an answer', { kind: 'status', status: 200, text: '{"dashboard":{' }, { code: 'upstream_error' }],
  ['a cut connection', grafanaFaults.cut(), { code: 'unreachable' }],
  ['20 MiB', grafanaFaults.huge(), { code: 'upstream_error' }],
  ['silence', grafanaFaults.silence(), { code: 'timeout' }],
];

const start = (settings: JsonObject, fault: GrafanaFault) =>
  startSandboxed({ settings: { token: 'simulated-token-1', timeout_ms: fault.kind === 'silence' ? 250 : 20_000, ...settings } });
type Started = Awaited<ReturnType<typeof start>>;

const expectFailures = async ({ answer, sent }: Started, calls: Readonly<Record<string, JsonObject>>, error: JsonObject) => {
  const ask = async ([tool, args]: readonly [string, JsonObject]) => {
    const found = await answer(tool, args);
    expect(found, tool).toMatchObject({ kind: 'error', error: { ...error, hint: expect.stringMatching(/^\p{Lu}.*\.$/u) } });
    expect(JSON.stringify(found), tool).not.toContain('simulated-token-1');
  };
  await Promise.all(Object.entries(calls).map(ask));
  expect(sent()).toEqual([]);
};

describe.each([
  ['before it is known which API there is', {}, false],
  ['through apis', { dashboard_api: 'apis' }, true],
  ['through legacy', { dashboard_api: 'legacy' }, true],
])('%s', (_title, settings, isWarm) => {
  test.each(failures)('every tool answers %s with a code and a hint', async (_what, fault, error) => {
    // What warms it up has to be answered in time.
    const patience: JsonObject = isWarm && fault.kind === 'silence' ? { timeout_ms: 3_000 } : {};
    const started = await start({ ...settings, ...patience }, fault);
    if (isWarm) await started.callTool('get_dashboard_summary', { uid });
    started.sandbox.fail(fault);
    await expectFailures(started, all, error);
  });

  test('every tool that names a dashboard says that there is none', async () => {
    const started = await start(settings, grafanaFaults.cut());
    started.sandbox.world.deleteDashboard(uid);
    const {
      create_dashboard: _dashboard,
      create_folder: _folder,
      search_dashboards: _search,
      list_folders: _list,
      ...named
    } = all;
    await expectFailures(started, named, { code: 'not_found', details: { reason: 'dashboard' } });
  });
});

test('an API that does not accept the schema of a dashboard is not taken for one without it', async () => {
  for (const settings of [{ dashboard_api: 'legacy' }, { dashboard_api: 'apis' }]) {
    const started = await start(settings, grafanaFaults.cut());
    await started.callTool('get_dashboard_summary', { uid });
    const under = settings.dashboard_api === 'apis' ? '/apis/dashboard.grafana.app/v1beta1' : '/api/dashboards/uid/';
    started.sandbox.fail(json(406), { under });
    const { create_folder: _folder, search_dashboards: _search, list_folders: _list, ...named } = all;
    await expectFailures(started, named, { code: 'unsupported', details: { reason: 'dashboard_v2' } });
  }
});

test('every tool is unreachable where nobody is', async () => {
  const { answer } = await startDashboards({ settings: { grafana: { url: 'http://127.0.0.1:1' } } });
  for (const [tool, args] of Object.entries(all))
    expect(await answer(tool, args), tool).toMatchObject({ error: { code: 'unreachable', hint: expect.stringMatching(/./) } });
});

describe.each(['legacy', 'apis'])('a confirmed write through %s', (api) => {
  const settings = { dashboard_api: api };

  test.each(refusals)('fails without effect on %s', async (_what, fault, { code, retry_after_s: retryAfterS }) => {
    for (const [tool, args] of Object.entries(writes)) {
      const { previewTool, callTool, sandbox, sent } = await start(settings, fault);
      await previewTool(tool, args);
      const before = sandbox.world.state();
      sandbox.fail(fault, { unsafe: true });
      await expect(callTool(tool, { ...args, confirm: true }), tool).rejects.toMatchObject({
        code,
        details: { status: 'failed' },
        ...(retryAfterS !== undefined && { retryAfterS }),
      });
      expect(sent(), tool).toHaveLength(1);
      expect(sandbox.world.state()).toEqual(before);
    }
  });

  test.each([409, 412])('is stale on %s', async (status) => {
    for (const [tool, args] of Object.entries(writes)) {
      const { previewTool, callTool, sandbox, sent } = await start(settings, grafanaFaults.cut());
      await previewTool(tool, args);
      sandbox.fail(grafanaFaults.status(status, { message: 'changed', status: 'version-mismatch' }), { unsafe: true });
      await expect(callTool(tool, { ...args, confirm: true }), tool).rejects.toMatchObject({ code: 'stale' });
      expect(sent(), tool).toHaveLength(1);
    }
  });

  test('finds out what a lost answer left behind, and sends nothing again', async () => {
    for (const [tool, args] of Object.entries(writes)) {
      const { previewTool, callTool, sandbox, sent } = await start(settings, grafanaFaults.cut());
      await previewTool(tool, args);
      sandbox.fail(grafanaFaults.status(504, {}, { afterEffect: true }), { unsafe: true });
      expect(await callTool(tool, { ...args, confirm: true }), tool).toMatchObject({ status: 'executed' });
      expect(sent(), tool).toHaveLength(1);
    }
  });
});
