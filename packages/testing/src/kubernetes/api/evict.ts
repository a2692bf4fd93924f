import type { Answer, RecordedRequest } from '../../http/route.ts';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesObject } from '../model/object.ts';
import { numberAt, objectAt, textAt } from '../model/object.ts';
import { matchesSelector } from '../model/selectors.ts';
import type { Store } from '../world/store.ts';
import { objectOf } from './read.ts';
import { deleteObject, deleteOptionsOf } from './remove.ts';
import { failedInternally, notAllowed, tooMany } from './status.ts';
import type { Target } from './target.ts';

/** The subresource `eviction`: a deletion that the budgets of the pod have to allow. */
export const evict = ({ store, target, request }: { store: Store; target: Target; request: RecordedRequest }): Answer => {
  if (request.method !== 'POST') throw notAllowed();
  const pod = objectOf(store, target);
  const body = isJsonObject(request.json) ? request.json : {};
  if (!['Succeeded', 'Failed', 'Pending'].includes(textAt(pod, 'status', 'phase'))) checkBudgets(store, pod);
  const options = deleteOptionsOf(request, objectAt(body, 'deleteOptions'));
  deleteObject(target.kind, pod, { store, options });
  return { status: 201, json: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
};

const checkBudgets = (store: Store, pod: KubernetesObject): void => {
  const { namespace, labels = {} } = pod.metadata;
  const budgets = store
    .list(store.kind('PodDisruptionBudget'), namespace)
    .filter((budget) => matchesSelector(objectAt(budget, 'spec', 'selector'), labels));
  if (budgets.length > 1)
    throw failedInternally('This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  const [budget] = budgets;
  if (budget === undefined || (numberAt(budget, 'status', 'disruptionsAllowed') ?? 0) > 0) return;
  const needed = numberAt(budget, 'status', 'desiredHealthy') ?? 0;
  const healthy = numberAt(budget, 'status', 'currentHealthy') ?? 0;
  throw tooMany("Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget.metadata.name} needs ${needed} healthy pods and has ${healthy} currently`,
      },
    ],
  });
};
