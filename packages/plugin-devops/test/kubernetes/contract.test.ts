import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { startBackend } from './backend.ts';
import { allExamples } from './examples/all.ts';

pluginContract({
  plugin: kubernetes,
  module: new URL('../../src/kubernetes/index.ts', import.meta.url),
  backend: startBackend,
  examples: allExamples,
  prompts: { debug_workload: { workload: 'Deployment web in the namespace shop', symptom: 'answers 503 since noon' } },
});

toolSnapshots({
  plugin: kubernetes,
  connections: { kubernetes: { kubeconfig: 'unused', contexts: ['test'] } },
  folder: new URL('__snapshots__/', import.meta.url),
});
