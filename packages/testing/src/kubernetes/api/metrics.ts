import type { JsonObject } from '@lineclear/core/plugin';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, textAt } from '../model/object.ts';
import type { Runtime } from '../world/runtime.ts';
import type { Store } from '../world/store.ts';
import { selectorOf } from './read.ts';
import { notFound } from './status.ts';
import { amountOf } from './validate.ts';

const root = '/apis/metrics.k8s.io/v1beta1';

/** What pods and nodes use, as the metrics server says it; undefined for other requests. */
export const readMetrics = ({
  store,
  runtime,
  request,
}: {
  store: Store;
  runtime: Runtime;
  request: RecordedRequest;
}): Answer | undefined => {
  if (request.method !== 'GET' || !request.path.startsWith(`${root}/`)) return undefined;
  const accepts = selectorOf(request.query);
  const pods = store.list(store.kind('Pod')).filter((pod) => textAt(pod, 'status', 'phase') === 'Running');
  const [, namespace, podName] = /^(?:\/namespaces\/([^/]+))?\/pods(?:\/([^/]+))?$/.exec(request.path.slice(root.length)) ?? [];
  if (request.path.endsWith('/pods') || podName !== undefined) {
    const items = pods
      .filter((pod) => namespace === undefined || pod.metadata.namespace === namespace)
      .filter((pod) => accepts(pod))
      .map((pod) => podMetrics({ store, runtime, pod }));
    return shown(items, { kind: 'PodMetrics', name: podName, missing: () => notFound(podKind, podName ?? '') });
  }
  const [, nodeName] = /^\/nodes(?:\/([^/]+))?$/.exec(request.path.slice(root.length)) ?? [];
  const nodes = store.list(store.kind('Node')).filter(accepts);
  const items = nodes.map((node) => nodeMetrics({ store, runtime, node, pods }));
  return shown(items, { kind: 'NodeMetrics', name: nodeName, missing: () => notFound(nodeKind, nodeName ?? '') });
};

const shown = (
  items: readonly JsonObject[],
  { kind, name, missing }: { kind: string; name: string | undefined; missing: () => Error },
): Answer => {
  const head = { apiVersion: 'metrics.k8s.io/v1beta1' };
  if (name === undefined) return { json: { kind: `${kind}List`, ...head, metadata: {}, items } };
  const item = items.find((one) => textAt(one, 'metadata', 'name') === name);
  if (item === undefined) throw missing();
  return { json: { kind, ...head, ...item } };
};

interface Measured {
  readonly store: Store;
  readonly runtime: Runtime;
}

const podMetrics = ({ store, runtime, pod }: Measured & { pod: KubernetesObject }): JsonObject => {
  const { name, namespace = '', labels = {} } = pod.metadata;
  return {
    metadata: { name, namespace, labels, creationTimestamp: store.now() },
    timestamp: store.now(),
    window: '15s',
    containers: listAt(pod, 'spec', 'containers').map((container) => ({
      name: textAt(container, 'name'),
      usage: { ...runtime.usage({ namespace, pod: name, container: textAt(container, 'name') }) },
    })),
  };
};

const nodeMetrics = ({
  store,
  runtime,
  node,
  pods,
}: Measured & { node: KubernetesObject; pods: readonly KubernetesObject[] }): JsonObject => {
  const usages = pods
    .filter((pod) => textAt(pod, 'spec', 'nodeName') === node.metadata.name)
    .flatMap((pod) => listAt(podMetrics({ store, runtime, pod }), 'containers'));
  const sum = (what: string): number => usages.reduce((total, one) => total + amountOf(textAt(one, 'usage', what)), 0);
  return {
    metadata: { name: node.metadata.name, labels: node.metadata.labels ?? {}, creationTimestamp: store.now() },
    timestamp: store.now(),
    window: '15s',
    usage: { cpu: `${Math.round(sum('cpu') * 1000)}m`, memory: `${Math.round(sum('memory') / 1024)}Ki` },
  };
};

const podKind = { group: 'metrics.k8s.io', plural: 'pods' };
const nodeKind = { group: 'metrics.k8s.io', plural: 'nodes' };
