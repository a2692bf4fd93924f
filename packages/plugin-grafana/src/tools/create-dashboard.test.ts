import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { startDashboards, startSandboxed } from './test/start-dashboards.ts';

/** As people wrote it to older tools: no uid, no places, old panel types, bare uids of datasources, a folder that does not exist. */
const published = {
  dashboard: {
    title: 'Tunnel Health',
    tags: ['tunnel'],
    panels: [
      {
        title: 'Errors',
        type: 'graph',
        targets: [{ refId: 'A', expr: 'sum(rate({job="tunnel"} |= "error" [5m]))', datasourceUid: 'loki' }],
      },
      {
        title: 'Share of errors',
        type: 'stat',
        targets: [{ refId: 'A', expr: 'rate(x_total{status="error"}[5m]) / rate(x_total[5m])', datasourceUid: 'metrics' }],
      },
    ],
    templating: { list: [{ name: 'job', type: 'query', datasource: 'loki', query: 'label_values({job=~".+"}, job)' }] },
  },
  folderUid: 'api-monitoring',
};
const args = { dashboard: { title: 'Fresh', panels: [] }, folder_uid: tunnel.folder };
const save = '/api/dashboards/db';
const resources = '/apis/dashboard.grafana.app/v1beta1/namespaces/default/dashboards';

const start = async (options: Parameters<typeof startSandboxed>[0] = {}) => {
  const started = await startSandboxed(options);
  started.sandbox.world.addDatasource({ uid: 'metrics', name: 'Metrics', type: 'prometheus', url: 'http://127.0.0.1:1' });
  return started;
};

test('shows what is put right, what is wrong, and that the folder is made, and sends nothing', async () => {
  const { previewTool, sent } = await start();
  expect(await previewTool('mcp_grafana_create_dashboard', published)).toMatchObject({
    description: 'Create the dashboard "Tunnel Health" (uid tunnel-health, folder "Api Monitoring") in test.',
    risk: 'additive',
    changes: expect.arrayContaining(['+ folder "Api Monitoring" (api-monitoring)', '+ panel "Errors" (timeseries), 1 query']),
    warnings: expect.arrayContaining([
      'The folder "api-monitoring" does not exist: it is made first.',
      expect.stringMatching(/^panel "Share of errors": .* Rather: sum/),
      expect.stringContaining('Nothing uses the variable "job"'),
    ]),
    details: {
      normalised: expect.arrayContaining([
        expect.objectContaining({ code: 'uid', after: 'tunnel-health' }),
        expect.objectContaining({ code: 'panel_type', before: 'graph', after: 'timeseries' }),
        expect.objectContaining({ code: 'schema_version', after: 42 }),
      ]),
      expressions: expect.arrayContaining([
        expect.objectContaining({
          code: 'ratio_always_one',
          owner: 'panel "Share of errors"',
          repaired: 'sum(rate(x_total{status="error"}[5m])) / sum(rate(x_total[5m]))',
        }),
      ]),
    },
  });
  expect(sent()).toEqual([]);
});

describe.each(['legacy', 'apis'] as const)('through %s', (api) => {
  const settings = { dashboard_api: api };

  test('makes the folder, then the dashboard as it was shown, once', async () => {
    const { callTool, sent, sandbox } = await start({ settings });
    const { ticket } = await callTool('mcp_grafana_create_dashboard', published);
    const confirmed = { ...published, confirm: true, ticket: ticket ?? null };
    expect(await callTool('mcp_grafana_create_dashboard', confirmed)).toEqual({
      id: expect.any(Number),
      uid: 'tunnel-health',
      title: 'Tunnel Health',
      url: `${sandbox.url}/d/tunnel-health/tunnel-health`,
      version: 1,
    });
    expect(sent().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/folders',
      `POST ${api === 'legacy' ? save : resources}`,
    ]);
    const saved = sandbox.world.dashboard('tunnel-health');
    expect(saved).toMatchObject({
      folderUid: 'api-monitoring',
      json: {
        schemaVersion: 42,
        panels: [
          {
            id: 1,
            type: 'timeseries',
            gridPos: { x: 0, y: 0 },
            targets: [{ refId: 'A', datasource: { type: 'loki', uid: 'loki' } }],
          },
          // What is wrong in an expression is said, and not changed.
          { id: 2, targets: [{ expr: 'rate(x_total{status="error"}[5m]) / rate(x_total[5m])' }] },
        ],
      },
    });
    expect(saved.versions[0]?.message).toMatch(/^Saved by an assistant \[plan [0-9a-f-]{36}\]$/);
    expect(
      await callTool('create_dashboard', { dashboard: published.dashboard, folder_uid: 'api-monitoring', confirm: true }),
    ).toMatchObject({
      replayed: true,
    });
    expect(sandbox.violations).toEqual([]);
  });

  test('does not replace a dashboard unless it is told to, and then as the version that was seen', async () => {
    const { previewTool, confirmTool, answer, sandbox } = await start({ settings });
    const given = { dashboard: { title: 'Other', uid: tunnel.dashboard, panels: [] } };
    expect(await answer('create_dashboard', given)).toMatchObject({
      kind: 'error',
      error: {
        code: 'conflict',
        hint: expect.stringContaining('update_dashboard'),
        details: { reason: 'dashboard_exists', version: 1 },
      },
    });
    expect(await previewTool('create_dashboard', { ...given, overwrite: true })).toMatchObject({
      risk: 'destructive',
      description: expect.stringMatching(/^Replace the dashboard "Tunnel Overview", version 1, by "Other" /),
      changes: expect.arrayContaining(['~ title: "Tunnel Overview" → "Other"', '- panel "Request rate" (timeseries)']),
      warnings: expect.arrayContaining([expect.stringContaining('is replaced')]),
    });
    const { outcome } = await confirmTool('create_dashboard', { ...given, overwrite: true });
    expect(outcome).toMatchObject({ status: 'executed', result: { version: 2, folder_uid: tunnel.folder } });
    expect(sandbox.world.dashboard(tunnel.dashboard)).toMatchObject({
      version: 2,
      folderUid: tunnel.folder,
      json: { title: 'Other' },
    });
  });

  test('is stale when somebody made that dashboard meanwhile', async () => {
    const { previewTool, callTool, sandbox, sent } = await start({ settings });
    await previewTool('create_dashboard', args);
    sandbox.world.saveDashboard({ uid: 'fresh', json: { title: 'Fresh' } });
    await expect(callTool('create_dashboard', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: { changed: { replaces: { was: null, is: 1 } }, refusal: { details: { reason: 'dashboard_exists' } } },
    });
    expect(sent()).toEqual([]);
  });

  test.each([
    ['a cut connection', grafanaFaults.lostAnswer()],
    ['a gateway that gave up', grafanaFaults.status(504, {}, { afterEffect: true })],
  ])('finds out that the dashboard exists after %s', async (_name, fault) => {
    const { previewTool, callTool, sandbox } = await start({ settings });
    await previewTool('create_dashboard', args);
    sandbox.fail(fault, { unsafe: true, times: 1 });
    expect(await callTool('create_dashboard', { ...args, confirm: true })).toMatchObject({
      status: 'executed',
      result: { uid: 'fresh', version: 1, folder_uid: tunnel.folder },
    });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });

  test('does not take the same dashboard of somebody else for its own', async () => {
    const { previewTool, callTool, sandbox } = await start({ settings });
    await previewTool('create_dashboard', args);
    sandbox.fail(grafanaFaults.status(504), { unsafe: true, times: 1 });
    const writing = callTool('create_dashboard', { ...args, confirm: true });
    await expect(writing).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(sandbox.http.unsafe()).toHaveLength(1);
  });
});

test('reports the folder that was made when the dashboard itself is refused', async () => {
  const { previewTool, callTool, sandbox } = await start({ settings: { dashboard_api: 'legacy' } });
  const given = { ...args, folder_uid: 'new-one' };
  await previewTool('create_dashboard', given);
  sandbox.fail(grafanaFaults.status(400), { path: save });
  await expect(callTool('create_dashboard', { ...given, confirm: true })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { status: 'failed', steps_done: ['made the folder new-one'] },
  });
});

test('a title that the folder has already is no reason for a new preview', async () => {
  const { previewTool, callTool } = await start({ settings: { dashboard_api: 'legacy' } });
  const given = { ...args, dashboard: { title: 'Tunnel Overview', uid: 'second' } };
  expect(await previewTool('create_dashboard', given)).toMatchObject({
    warnings: ['The folder has a dashboard with this title already: "tunnel-overview".'],
  });
  await expect(callTool('create_dashboard', { ...given, confirm: true })).rejects.toMatchObject({
    code: 'invalid_input',
    hint: expect.stringContaining('another title'),
    details: { status: 'failed' },
  });
});

test('a dashboard in the v2 schema is never replaced', async () => {
  const { answer, sandbox } = await start();
  sandbox.world.saveV2Dashboard({ uid: 'new-style', spec: { title: 'New style', elements: {}, layout: {} } });
  const found = await answer('create_dashboard', { dashboard: { title: 'New style' }, overwrite: true });
  expect(found).toMatchObject({ kind: 'error', error: { code: 'unsupported', details: { reason: 'dashboard_v2' } } });
});

const deep = (depth: number): JsonValue => (depth === 0 ? 1 : { a: deep(depth - 1) });
test.each<[string, JsonObject, string]>([
  ['no title', { panels: [] }, 'title'],
  ['a deep one', { title: 'X', panels: deep(60) }, 'too_deep'],
  ['a key of the prototype', JSON.parse('{"title":"X","panels":[{"__proto__":{"a":1}}]}'), 'bad_key'],
  ['too many panels', { title: 'X', panels: Array.from({ length: 1_001 }, () => ({})) }, 'too_many_panels'],
  ['too many values', { title: 'X', tags: Array.from({ length: 200_001 }, () => 1) }, 'too_large'],
])('refuses %s', async (_what, dashboard, reason) => {
  const { answer, sent } = await start();
  expect(await answer('create_dashboard', { dashboard })).toMatchObject({
    kind: 'error',
    error: { code: 'invalid_input', hint: expect.stringMatching(/./), details: { reason } },
  });
  expect(sent()).toEqual([]);
});

test('refuses a folder that can have no such uid', async () => {
  const { answer } = await start();
  expect(await answer('create_dashboard', { ...args, folder_uid: '../x' })).toMatchObject({
    error: { code: 'invalid_input', details: { reason: 'folder_uid' } },
  });
});

test('is not offered without Grafana', async () => {
  const { callTool } = await startDashboards({ settings: { prometheus: { url: 'http://127.0.0.1:1' } } });
  await expect(callTool('create_dashboard', args)).rejects.toMatchObject({
    code: 'not_configured',
    hint: expect.stringContaining('grafana: {'),
  });
});
