import { definePlugin } from '@lineclear/core/plugin';
import { deploymentTools } from './deployments/tools.ts';
import { environmentTools } from './environment/tools.ts';
import { execTools } from './exec/tools.ts';
import { hostTools } from './hosts/tools.ts';
import { operatingTools } from './operating-tools.ts';
import { policy } from './policy.ts';
import { debugProduction } from './prompts/debug-production.ts';
import { deployInStages } from './prompts/deploy-in-stages.ts';
import { monitorHosts } from './prompts/monitor-hosts.ts';
import { queryTools } from './query/tools.ts';

const place = 'hosts over SSH';

/** Programs, files, services and deployments on hosts over SSH. */
export default definePlugin({
  id: 'hosts',
  title: 'Remote hosts',
  version: '0.0.0',
  toolsets: {
    hosts: { title: 'Hosts', use: 'See hosts, look at them, and run programs there.', place },
    'host-deployments': {
      title: 'Deployments',
      use: 'Deploy releases of services to hosts, switch and go back, and see what is live.',
      place,
    },
  },
  tools: [...hostTools, ...queryTools, ...environmentTools, ...execTools, ...operatingTools, ...deploymentTools],
  prompts: [deployInStages, debugProduction, monitorHosts],
  policy,
});
