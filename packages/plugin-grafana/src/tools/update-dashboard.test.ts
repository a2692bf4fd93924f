import type { JsonObject } from '@lineclear/core/plugin';
import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { startSandboxed } from './test/start-dashboards.ts';

const uid = tunnel.dashboard;
const expr = '$.panels[?(@.title=="Errors in the log")].targets[0].expr';
const better = '{service="tunnel"} |~ "(?i)error"';
const args = { uid, operations: [{ op: 'replace', path: expr, value: better }], message: 'Find capitals too' };

const start = async (options: Parameters<typeof startSandboxed>[0] = {}) => {
  const started = await startSandboxed(options);
  started.sandbox.world.addDatasource({ uid: 'prometheus', name: 'Prometheus', type: 'prometheus', url: 'http://127.0.0.1:1' });
  return started;
};

describe.each(['legacy', 'apis'] as const)('through %s', (api) => {
  const settings = { dashboard_api: api };

  test('shows what differs, changes that alone, and keeps the folder', async () => {
    const { confirmTool, sandbox, sent } = await start({ settings });
    const before = sandbox.world.dashboard(uid).json;
    const { preview, outcome } = await confirmTool('update_dashboard', args);
    expect(preview).toMatchObject({
      description: 'Change the dashboard "Tunnel Overview" (uid tunnel-overview, version 1, folder "Tunnel Monitoring") in test.',
      risk: 'reversible',
      changes: [expect.stringMatching(/^~ panel "Errors in the log" targets\[A\]\.expr: .*error.* → .*\(\?i\)error/)],
      details: { last_change: { version: 1 } },
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { uid, version: 2, folder_uid: tunnel.folder, url: `${sandbox.url}/d/tunnel-overview/tunnel-overview` },
      effect: { exists: true, version: 2, panels: 3 },
    });
    const { json, versions, folderUid } = sandbox.world.dashboard(uid);
    expect(folderUid).toBe(tunnel.folder);
    expect(json).toMatchObject({ panels: [{}, {}, { targets: [{ expr: better }] }] });
    expect({ ...json, version: 1, panels: [] }).toEqual({ ...before, panels: [] });
    expect(versions.at(-1)?.message).toMatch(/^Find capitals too \[plan [0-9a-f-]{36}\]$/);
    expect(sent()).toHaveLength(1);
    expect(sandbox.violations).toEqual([]);
  });

  test('is stale when somebody saved it meanwhile, and says who and what', async () => {
    const { previewTool, callTool, sandbox, sent } = await start({ settings });
    await previewTool('update_dashboard', args);
    sandbox.world.saveDashboard({ uid, json: { ...sandbox.world.dashboard(uid).json, title: 'Renamed' }, by: 'ada' });
    await expect(callTool('update_dashboard', { ...args, confirm: true })).rejects.toMatchObject({
      code: 'stale',
      details: {
        changed: {
          version: { was: 1, is: 2 },
          saved_by: { was: expect.stringMatching(/simulated-operator$/), is: expect.stringMatching(/ada$/) },
        },
        preview: { description: expect.stringContaining('"Renamed"') },
      },
    });
    expect(sent()).toEqual([]);
    expect(sandbox.world.dashboard(uid).version).toBe(2);
  });

  test('is stale when the server itself says that the version is another one', async () => {
    const { previewTool, callTool, sandbox } = await start({ settings });
    await previewTool('update_dashboard', args);
    const status = api === 'legacy' ? 412 : 409;
    const body = api === 'legacy' ? { status: 'version-mismatch' } : { kind: 'Status', reason: 'Conflict', code: 409 };
    sandbox.fail(grafanaFaults.status(status, { message: 'changed', ...body }), { unsafe: true, times: 1 });
    await expect(callTool('update_dashboard', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
    expect(sandbox.http.unsafe()).toHaveLength(1);
    expect(sandbox.world.dashboard(uid).version).toBe(1);
  });

  test('finds its own version again after a lost answer, and not that of somebody else', async () => {
    const { previewTool, callTool, sandbox } = await start({ settings });
    await previewTool('update_dashboard', args);
    sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true, times: 1 });
    expect(await callTool('update_dashboard', { ...args, confirm: true })).toMatchObject({
      status: 'executed',
      result: { version: 2 },
    });
    const other = { ...args, operations: [{ op: 'replace', path: '$.title', value: 'New' }] };
    await previewTool('update_dashboard', other);
    sandbox.fail(grafanaFaults.status(504), { unsafe: true, times: 1 });
    await expect(callTool('update_dashboard', { ...other, confirm: true })).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(sandbox.http.unsafe()).toHaveLength(2);
  });

  test('finds its own version again although somebody else saved right after it', async () => {
    const { previewTool, callTool, sandbox } = await start({ settings });
    await previewTool('update_dashboard', args);
    sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true, times: 1 });
    const saveOnce = () => {
      if (sandbox.world.dashboard(uid).version === 2) sandbox.world.saveDashboard({ uid, json: { title: 'Theirs' } });
      return false;
    };
    sandbox.fail(grafanaFaults.cut(), { method: 'GET', accepts: saveOnce });
    expect(await callTool('update_dashboard', { ...args, confirm: true })).toMatchObject({
      status: 'executed',
      result: { version: 2 },
      effect: { version: 3 },
    });
  });

  test('moves it to a folder that it makes', async () => {
    const { confirmTool, sandbox } = await start({ settings });
    const { preview } = await confirmTool('update_dashboard', { uid, operations: [], folder_uid: 'elsewhere' });
    expect(preview['changes']).toEqual([
      '+ folder "Elsewhere" (elsewhere)',
      '~ moves from folder "tunnel-monitoring" to "elsewhere"',
    ]);
    expect(sandbox.world.dashboard(uid)).toMatchObject({ folderUid: 'elsewhere', version: 2 });
  });

  test('replaces the whole one under its published name', async () => {
    const { callTool, sandbox } = await start({ settings });
    const whole = {
      dashboard: { uid, title: 'All new', version: 7, panels: [{ title: 'P', type: 'graph' }] },
      folderUid: tunnel.folder,
      overwrite: true,
    };
    const { ticket } = await callTool('mcp_grafana_update_dashboard', whole);
    expect(await callTool('mcp_grafana_update_dashboard', { ...whole, confirm: true, ticket: ticket ?? null })).toEqual({
      id: expect.any(Number),
      uid,
      title: 'All new',
      url: `${sandbox.url}/d/tunnel-overview/all-new`,
      version: 2,
    });
    expect(sandbox.world.dashboard(uid).json).toMatchObject({ title: 'All new', panels: [{ type: 'timeseries', id: 1 }] });
    expect(sandbox.violations).toEqual([]);
  });
});

test('a version that was read before somebody else saved is refused', async () => {
  const { answer, sandbox } = await start();
  sandbox.world.saveDashboard({ uid, json: { title: 'Renamed' }, by: 'ada' });
  const found = await answer('update_dashboard', { dashboard: { uid, title: 'Mine', version: 1 } });
  expect(found).toMatchObject({
    error: {
      code: 'conflict',
      hint: expect.stringContaining('get_dashboard_by_uid'),
      details: { reason: 'version_conflict', seen: 1, version: 2 },
    },
  });
});

test('operations leave older shapes elsewhere as they are, and say so', async () => {
  const { confirmTool, sandbox } = await start();
  const old = {
    title: 'Old',
    schemaVersion: 16,
    panels: [{ id: 1, title: 'A', type: 'graph', gridPos: { x: 0, y: 0, w: 12, h: 8 } }],
  };
  sandbox.world.saveDashboard({ uid: 'old', json: old });
  const { preview } = await confirmTool('update_dashboard', {
    uid: 'old',
    operations: [{ op: 'replace', path: '$.title', value: 'New' }],
  });
  expect(preview).toMatchObject({
    changes: ['~ title: "Old" → "New"'],
    warnings: expect.arrayContaining([expect.stringContaining('older shapes')]),
    details: { normalised: [] },
  });
  expect(sandbox.world.dashboard('old').json).toMatchObject({ ...old, title: 'New' });
});

test.each([
  ['no uid', { operations: [] }, 'dashboard_change'],
  ['neither a dashboard nor operations', { uid }, 'dashboard_change'],
  ['two different uids', { uid, dashboard: { uid: 'other', title: 'X' } }, 'dashboard_change'],
  [
    'a path that leads nowhere',
    { uid, operations: [{ op: 'replace', path: '$.panels[9].title', value: 'x' }] },
    'path_not_found',
  ],
  ['the uid itself', { uid, operations: [{ op: 'replace', path: '$.uid', value: 'x' }] }, 'path_protected'],
  ['a removal with a value', { uid, operations: [{ op: 'remove', path: '$.tags', value: 'x' }] }, 'operation_shape'],
])('refuses %s', async (_what, given, reason) => {
  const { answer, sent } = await start();
  expect(await answer('update_dashboard', given)).toMatchObject({ error: { code: 'invalid_input', details: { reason } } });
  expect(sent()).toEqual([]);
});

test('refuses what is not there, provisioned, of the v2 schema, or the same already', async () => {
  const { answer, sandbox, sent } = await start();
  const operations = [{ op: 'replace', path: '$.title', value: 'Tunnel Overview' }];
  expect(await answer('update_dashboard', { uid: 'nowhere', operations })).toMatchObject({
    error: { code: 'not_found', hint: expect.stringContaining('search_dashboards') },
  });
  expect(await answer('update_dashboard', { uid, operations })).toMatchObject({
    error: { code: 'conflict', details: { reason: 'no_change' } },
  });
  sandbox.world.saveV2Dashboard({ uid: 'new-style', spec: { title: 'New style', elements: {}, layout: {} } });
  const spec = { title: 'New style', elements: {}, layout: {} };
  const changes: readonly JsonObject[] = [{ operations }, { dashboard: { title: 'Classic', panels: [] } }, { dashboard: spec }];
  for (const change of changes)
    expect(await answer('update_dashboard', { uid: 'new-style', ...change })).toMatchObject({
      error: {
        code: 'unsupported',
        message: 'The dashboard "new-style" has the v2 schema and cannot be written here whole.',
        hint: expect.stringContaining('in Grafana itself'),
        details: { reason: 'dashboard_v2' },
      },
    });
  expect(sent()).toEqual([]);
});

test.each([
  [{ dashboard: { title: 'x', panels: 'none' } }, '$.panels'],
  [{ dashboard: { title: 'x', panels: [{ type: 'stat' }, null] } }, '$.panels[1]'],
  [{ dashboard: { title: 'x', panels: [{ type: 'row', panels: [{ targets: ['up'] }] }] } }, '$.panels[0].panels[0].targets[0]'],
  [{ dashboard: { title: 'x', templating: { list: {} } } }, '$.templating.list'],
  [{ operations: [{ op: 'replace', path: '$.panels', value: 'none' }] }, '$.panels'],
  [{ operations: [{ op: 'add', path: '$.panels/-', value: null }] }, '$.panels[3]'],
])('refuses %j, whose lists are none', async (change, path) => {
  const { answer, sent } = await start();
  expect(await answer('update_dashboard', { uid, ...change })).toMatchObject({
    error: {
      code: 'invalid_input',
      hint: expect.stringContaining('lists of objects'),
      details: { reason: 'dashboard_shape', path },
    },
  });
  expect(sent()).toEqual([]);
});

test('refuses a dashboard that comes from a file', async () => {
  const { answer, sandbox } = await start({ settings: { dashboard_api: 'legacy' } });
  sandbox.world.provision(uid);
  expect(await answer('update_dashboard', args)).toMatchObject({
    error: { code: 'unsupported', details: { reason: 'dashboard_provisioned' } },
  });
});
