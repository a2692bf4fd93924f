import { pluginContract, toolSnapshots } from '@lineclear/testing/vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import hosts from '../../src/hosts/index.ts';
import { deploymentsIn } from './deployment-world.ts';
import { allExamples } from './examples/all.ts';
import { type HostsBackend, type HostsWorld, isSkipped, startHostsWorld } from './world.ts';

describe.skipIf(isSkipped)('with real hosts', () => {
  let world: HostsWorld;
  beforeAll(async () => {
    world = await startHostsWorld();
  });
  afterAll(() => world?.close());

  pluginContract<HostsBackend>({
    plugin: hosts,
    module: new URL('../../src/hosts/index.ts', import.meta.url),
    backend: () => world.backend(),
    examples: allExamples,
    prompts: {
      deploy_in_stages: { service: 'shop', artifact: '/srv/artifacts/shop-1.4.2.tar.gz' },
      debug_production: { symptom: 'payments fail since noon', hosts: 'web-1 web-2' },
      monitor_hosts: { service: 'shop', hosts: 'web-1 web-2' },
    },
  });
});

toolSnapshots({
  plugin: hosts,
  connections: {
    hosts: { hosts: { web: { address: '127.0.0.1', user: 'nobody', password: 'unused' } }, deployments: deploymentsIn('/srv') },
  },
  folder: new URL('__snapshots__/', import.meta.url),
});
