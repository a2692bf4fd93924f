import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { maintenancePlugin } from '../src/index.ts';
import { startBackend } from './backend.ts';

type Backend = Awaited<ReturnType<typeof startBackend>>;

const changeElsewhere = ({ windows }: Backend) => {
  const window = windows.get('mw-1');
  if (window !== undefined) windows.set('mw-1', { ...window, version: 7, last_change_id: 'somebody-else' });
};

const upgrade = { title: 'Kernel upgrade', service: 'orders', starts_at: '2030-06-01T01:00:00Z', minutes: 60 };

pluginContract({
  plugin: maintenancePlugin,
  module: new URL('../src/index.ts', import.meta.url),
  backend: startBackend,
  examples: {
    window_list: [{ input: {} }, { input: { status: 'scheduled', limit: 1 } }],
    window_get: [{ input: { id: 'mw-1' } }, { input: { id: 'mw-404' }, error: 'not_found' }],
    window_draw: { input: { id: 'mw-2' } },
    window_create: {
      input: upgrade,
      drift: ({ windows }) => {
        const window = windows.get('mw-1');
        if (window === undefined) return;
        windows.set('mw-1', { ...window, starts_at: '2030-06-01T01:30:00.000Z', ends_at: '2030-06-01T02:00:00.000Z' });
      },
    },
    window_extend: [
      { input: { id: 'mw-1', minutes: 10 }, drift: changeElsewhere },
      { input: { id: 'mw-1', minutes: 300 }, drift: changeElsewhere },
    ],
    window_cancel: [
      { input: { id: 'mw-1', reason: 'The release was moved.' }, drift: changeElsewhere },
      { input: { id: 'mw-3', reason: 'Twice.' }, error: 'conflict' },
    ],
    cancellation_list: { input: {} },
    duration_show: { input: { from: '2030-05-01T01:00:00Z', to: '2030-05-01T02:30:00Z' } },
  },
  prompts: { maintenance_notice: { id: 'mw-1', audience: 'customers' } },
  resources: { 'Maintenance windows in one status': 'maintenance://windows/scheduled' },
});

toolSnapshots({
  plugin: maintenancePlugin,
  connections: { maintenance: { url: 'http://127.0.0.1:1', token: 'unused' } },
  folder: new URL('__snapshots__/', import.meta.url),
});
