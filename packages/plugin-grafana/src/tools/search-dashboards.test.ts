import { tunnel } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import { startSandboxed } from './test/start-dashboards.ts';

test('finds dashboards by words, tags and folder, with links to this Grafana alone', async () => {
  const { callTool, sandbox } = await startSandboxed({ basePath: '/grafana' });
  sandbox.world.saveDashboard({ uid: 'at-the-top', json: { title: 'Tunnel & more', tags: ['tunnel', 'b'] } });
  const row = {
    uid: tunnel.dashboard,
    title: 'Tunnel Overview',
    folder_uid: tunnel.folder,
    folder: 'Tunnel Monitoring',
    tags: ['tunnel'],
    url: `${sandbox.url}/d/tunnel-overview/tunnel-overview`,
  };
  expect(await callTool('search_dashboards', { query: 'overview' })).toEqual({ dashboards: [row], next_page: null, hints: [] });
  expect(await callTool('search_dashboards', { folder_uid: tunnel.folder })).toMatchObject({ dashboards: [row] });
  expect(await callTool('search_dashboards', { folder_uid: 'general' })).toMatchObject({
    dashboards: [{ uid: 'at-the-top', folder: '' }],
  });
  expect(await callTool('search_dashboards', { tags: ['tunnel', 'b'] })).toMatchObject({ dashboards: [{ uid: 'at-the-top' }] });
  expect(sandbox.violations).toEqual([]);
});

test('says whether there is another page, and what may be wrong when nothing fits', async () => {
  const { callTool, sandbox } = await startSandboxed();
  for (const number of [1, 2, 3])
    sandbox.world.saveDashboard({ uid: `d-${number}`, json: { title: `D ${number}`, tags: ['x'] } });
  const asked = { tags: ['x'], limit: 2 };
  expect(await callTool('search_dashboards', asked)).toMatchObject({
    dashboards: [{ uid: 'd-1' }, { uid: 'd-2' }],
    next_page: 2,
  });
  expect(await callTool('search_dashboards', { ...asked, page: 2 })).toMatchObject({
    dashboards: [{ uid: 'd-3' }],
    next_page: null,
  });
  expect(await callTool('search_dashboards', { ...asked, limit: 3 })).toMatchObject({ next_page: null });
  expect(await callTool('search_dashboards', { query: 'nothing' })).toMatchObject({
    hints: ['No dashboard fits, or these credentials do not see it: try fewer words, or parts of them.'],
  });
  expect(await callTool('search_dashboards', { tags: ['y'], folder_uid: 'Tunnel Monitoring' })).toMatchObject({
    hints: [
      'No dashboard fits, or these credentials do not see it: leave the tag out; take folder_uid from list_folders: a title is no uid.',
    ],
  });
  expect(await callTool('search_dashboards', { ...asked, page: 9 })).toMatchObject({ hints: ['There are fewer pages.'] });
});

test('answers its published name with a bare list', async () => {
  const { callTool } = await startSandboxed();
  expect(await callTool('mcp_grafana_search_dashboards', { query: 'overview', folderUid: tunnel.folder })).toEqual({
    result: [
      expect.objectContaining({
        uid: tunnel.dashboard,
        type: 'dash-db',
        folderUid: tunnel.folder,
        folderTitle: 'Tunnel Monitoring',
      }),
    ],
  });
});
