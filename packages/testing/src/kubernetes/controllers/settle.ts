import type { Cluster, Controller } from './cluster.ts';
import { runDaemonSets } from './daemon-sets.ts';
import { runDeployments } from './deployments.ts';
import { runBudgets } from './disruption-budgets.ts';
import { collectGarbage } from './garbage.ts';
import { runJobs } from './jobs.ts';
import { runNamespaces } from './namespaces.ts';
import { runPods } from './pods.ts';
import { runReplicaSets } from './replica-sets.ts';
import { runStatefulSets } from './stateful-sets.ts';

const controllers: readonly Controller[] = [
  runNamespaces,
  runDeployments,
  runReplicaSets,
  runStatefulSets,
  runDaemonSets,
  runJobs,
  runPods,
  runBudgets,
];

const mostRounds = 2_000;

/** Lets all controllers run in turn until a round changes nothing. */
export const settle = (cluster: Cluster): void => {
  for (let round = 0; round < mostRounds; round += 1) {
    const before = cluster.store.version;
    for (const controller of controllers) controller(cluster);
    // It looks at everything: only what is left when the others are done is for it.
    if (cluster.store.version === before) collectGarbage(cluster);
    if (cluster.store.version === before) return;
  }
  throw new Error('The cluster does not come to rest.');
};
