import { grafanaFaults, tunnel } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import { startSandboxed } from './test/start-dashboards.ts';

test('makes a folder whose uid comes from its title, in another one', async () => {
  const { confirmTool, sandbox, sent } = await startSandboxed();
  const { preview, outcome } = await confirmTool('create_folder', { title: 'Tunnel Alerts', parent_uid: tunnel.folder });
  expect(preview).toMatchObject({
    description: 'Create the folder "Tunnel Alerts" (uid tunnel-alerts) in "Tunnel Monitoring" in test.',
    risk: 'additive',
  });
  expect(outcome).toMatchObject({
    status: 'executed',
    result: { uid: 'tunnel-alerts', parent_uid: tunnel.folder, url: `${sandbox.url}/dashboards/f/tunnel-alerts` },
    effect: { exists: true },
  });
  expect(sent()).toMatchObject([
    { method: 'POST', path: '/api/folders', body: { uid: 'tunnel-alerts', parentUid: tunnel.folder } },
  ]);
  expect(sandbox.violations).toEqual([]);
});

test('answers its published name with the bare folder', async () => {
  const { callTool } = await startSandboxed();
  const given = { title: 'Other', uid: 'other', parentUid: tunnel.folder };
  const { ticket } = await callTool('mcp_grafana_create_folder', given);
  expect(await callTool('mcp_grafana_create_folder', { ...given, confirm: true, ticket: ticket ?? null })).toMatchObject({
    uid: 'other',
    title: 'Other',
    parentUid: tunnel.folder,
  });
});

test('refuses a uid that is taken, a parent that is not there, and a title without a uid', async () => {
  const { answer } = await startSandboxed();
  expect(await answer('create_folder', { title: 'Tunnel Monitoring' })).toMatchObject({
    error: { code: 'conflict', details: { reason: 'folder_exists', uid: tunnel.folder } },
  });
  expect(await answer('create_folder', { title: 'X', parent_uid: 'nowhere' })).toMatchObject({
    error: { code: 'not_found', details: { reason: 'parent_folder' } },
  });
  expect(await answer('create_folder', { title: '?!' })).toMatchObject({
    error: { code: 'invalid_input', hint: expect.stringContaining('uid') },
  });
});

test('is stale when the uid was taken meanwhile, and finds the folder after a lost answer', async () => {
  const { previewTool, callTool, sandbox } = await startSandboxed();
  await previewTool('create_folder', { title: 'First' });
  sandbox.world.addFolder({ uid: 'first', title: 'Of somebody else' });
  await expect(callTool('create_folder', { title: 'First', confirm: true })).rejects.toMatchObject({
    code: 'stale',
    details: { changed: { taken: { was: null, is: 'Of somebody else' } } },
  });
  await previewTool('create_folder', { title: 'Second' });
  sandbox.fail(grafanaFaults.lostAnswer(), { unsafe: true, times: 1 });
  expect(await callTool('create_folder', { title: 'Second', confirm: true })).toMatchObject({
    status: 'executed',
    result: { uid: 'second' },
  });
  expect(sandbox.http.unsafe()).toHaveLength(1);
});

test('lists folders in pages, in another one, and by words', async () => {
  const { callTool, sandbox } = await startSandboxed();
  for (const uid of ['a', 'b', 'c']) sandbox.world.addFolder({ uid, title: `In ${uid}`, parentUid: tunnel.folder });
  expect(await callTool('list_folders', {})).toMatchObject({
    folders: [{ uid: tunnel.folder, parent_uid: '' }],
    next_page: null,
  });
  const within = { parent_uid: tunnel.folder, limit: 2 };
  expect(await callTool('list_folders', within)).toMatchObject({
    folders: [
      { uid: 'a', parent_uid: tunnel.folder },
      { uid: 'b', url: `${sandbox.url}/dashboards/f/b` },
    ],
    next_page: 2,
  });
  expect(await callTool('list_folders', { ...within, page: 2 })).toMatchObject({ folders: [{ uid: 'c' }], next_page: null });
  expect(await callTool('list_folders', { query: 'in b' })).toMatchObject({ folders: [{ uid: 'b', parent_uid: tunnel.folder }] });
  expect(await callTool('list_folders', { query: 'nothing' })).toMatchObject({
    folders: [],
    hints: ['No folder has these words in its title, or these credentials do not see it.'],
  });
  expect(await callTool('list_folders', { parent_uid: 'a' })).toMatchObject({
    folders: [],
    hints: [expect.stringContaining('no folder in this one')],
  });
  expect(await callTool('list_folders', { parent_uid: 'In a' })).toMatchObject({
    folders: [],
    hints: [expect.stringContaining('no folder with the uid "In a"')],
  });
  expect(await callTool('mcp_grafana_search_folders', { query: 'monitoring' })).toMatchObject({
    result: [{ uid: tunnel.folder, type: 'dash-folder' }],
  });
  expect(sandbox.violations).toEqual([]);
});
