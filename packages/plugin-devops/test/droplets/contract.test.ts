import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { open, startBackend } from '../../src/droplets/test/backend.ts';
import { allExamples } from './examples/all.ts';

pluginContract({
  plugin: open,
  module: new URL('../../src/droplets/index.ts', import.meta.url),
  backend: startBackend,
  examples: allExamples,
});

toolSnapshots({
  plugin: open,
  connections: { droplets: { url: 'http://127.0.0.1:9', token: 'unused' } },
  folder: new URL('__snapshots__/', import.meta.url),
});
