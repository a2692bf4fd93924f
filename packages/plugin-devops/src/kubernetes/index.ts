import { definePlugin } from '@lineclear/core/plugin';
import { applyTools } from './apply/tools.ts';
import { deleteTools } from './delete/tools.ts';
import { execTools } from './exec/tools.ts';
import { forwardTools } from './forward/tools.ts';
import { nodeTools } from './nodes/tools.ts';
import { podTools } from './pods/tools.ts';
import { policy } from './policy.ts';
import { debugWorkload } from './prompts/debug-workload.ts';
import { resourceTools } from './resources/tools.ts';
import { rolloutReads } from './rollouts/tools.ts';
import { workloadTools } from './workloads/tools.ts';

const place = 'clusters of Kubernetes';

/** Clusters of Kubernetes: what is in them, what their pods say, and how their workloads change. */
export default definePlugin({
  id: 'kubernetes',
  title: 'Kubernetes',
  version: '0.0.0',
  toolsets: {
    cluster: { title: 'Cluster', use: 'See what a cluster has, how it is and what happens in it; change objects.', place },
    pods: { title: 'Pods', use: 'Logs of many pods, their health and metrics, commands in them.', place },
    rollouts: { title: 'Rollouts', use: 'Follow, restart and undo rollouts; scale.', place },
  },
  tools: [
    ...resourceTools,
    ...applyTools,
    ...deleteTools,
    ...nodeTools,
    ...podTools,
    ...execTools,
    ...forwardTools,
    ...rolloutReads,
    ...workloadTools,
  ],
  prompts: [debugWorkload],
  policy,
});
