import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import github from '../../src/github/index.ts';
import { startBackend } from './backend.ts';
import { allExamples } from './examples/all.ts';

pluginContract({
  plugin: github,
  module: new URL('../../src/github/index.ts', import.meta.url),
  backend: startBackend,
  examples: allExamples,
  prompts: {
    develop_feature: { feature: 'Prices in other currencies', repo: 'octo/widgets', branch: 'feature/currencies' },
    ship_hotfix: { symptom: 'Prices are negative', repo: 'octo/widgets' },
    review_together: { repo: 'octo/widgets', number: '42' },
  },
});

toolSnapshots({
  plugin: github,
  connections: { github: { url: 'http://127.0.0.1:9', token: 'unused' } },
  folder: new URL('__snapshots__/', import.meta.url),
});
