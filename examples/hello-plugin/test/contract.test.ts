import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { flagsPlugin } from '../src/index.ts';
import { startBackend } from './backend.ts';

pluginContract({
  plugin: flagsPlugin,
  module: new URL('../src/index.ts', import.meta.url),
  backend: startBackend,
  examples: {
    flag_list: [{ input: {} }, { input: { enabled: true, limit: 1 } }],
    flag_set: [
      {
        input: { key: 'new-checkout', enabled: true },
        drift: ({ flags }) => {
          flags.set('new-checkout', { enabled: false, version: 2, readers: 3, last_change_id: 'somebody-else' });
        },
      },
      { input: { key: 'no-such-flag', enabled: true }, error: 'not_found' },
    ],
  },
  prompts: { flag_review: { state: 'on' } },
});

toolSnapshots({
  plugin: flagsPlugin,
  connections: { flags: { url: 'http://127.0.0.1:1', token: 'unused' } },
  folder: new URL('__snapshots__/', import.meta.url),
});
