import type { JsonValue } from '@lineclear/core/plugin';
import { listAt, objectAt, textAt } from '../model/object.ts';
import { isReady } from '../model/pods.ts';
import { matchesSelector } from '../model/selectors.ts';
import type { Controller } from './cluster.ts';
import { report } from './cluster.ts';

/** Says how many pods every budget lets go at the moment. */
export const runBudgets: Controller = (cluster) => {
  const { store } = cluster;
  const kind = store.kind('PodDisruptionBudget');
  for (const budget of store.list(kind)) {
    const { minAvailable, maxUnavailable } = objectAt(budget, 'spec');
    const pods = store
      .list(store.kind('Pod'), budget.metadata.namespace)
      .filter((pod) => matchesSelector(objectAt(budget, 'spec', 'selector'), pod.metadata.labels ?? {}))
      .filter((pod) => !['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase')));
    const expectedPods = pods.length;
    const desiredHealthy =
      maxUnavailable === undefined
        ? shareOf(minAvailable ?? 1, expectedPods)
        : Math.max(0, expectedPods - shareOf(maxUnavailable, expectedPods));
    const currentHealthy = pods.filter(isReady).length;
    const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
    const isAllowed = disruptionsAllowed > 0;
    const before = listAt(budget, 'status', 'conditions')[0];
    const status = isAllowed ? 'True' : 'False';
    report(cluster, kind, budget, {
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed,
      expectedPods,
      observedGeneration: budget.metadata.generation ?? 1,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status,
          reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
          message: '',
          observedGeneration: budget.metadata.generation ?? 1,
          lastTransitionTime: before?.['status'] === status ? (before['lastTransitionTime'] ?? store.now()) : store.now(),
        },
      ],
    });
  }
};

/** A number, or a share of a whole such as `50%`, rounded up. */
export const shareOf = (value: JsonValue, whole: number, round: (share: number) => number = Math.ceil): number => {
  const percent = /^(\d+)%$/.exec(String(value))?.[1];
  return percent === undefined ? Number(value) : round((Number(percent) * whole) / 100);
};
