import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import { readEvents } from '../events/event.ts';
import { listPods } from '../pods/pods-of.ts';
import { selectorText } from '../pods/selector.ts';
import { showPod, type ShownPod } from '../pods/show-pod.ts';
import type { Digest } from '../masking/secret-digest.ts';

/** Pods that are looked at, and those with problems that are shown. */
const mostPods = 100;
const mostShown = 10;
const mostWarnings = 5;

export interface Holding {
  readonly stuck: readonly ShownPod[];
  readonly stuckLeftOut: number;
  readonly warnings: readonly string[];
}

/** What keeps a workload from being ready: its pods with problems, and what the cluster warned of. */
export const whatHolds = async ({
  reader,
  selector,
  digest,
  signal,
  ...workload
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  kind: string;
  name: string;
  selector: unknown;
  digest: Digest;
  signal: AbortSignal;
}): Promise<Holding> => {
  const { context, namespace } = workload;
  const labels = selectorText(selector);
  const [pods, { events }] = await Promise.all([
    labels === undefined ? undefined : listPods({ reader, context, namespace, labels, limit: mostPods, signal }),
    readEvents({ reader, query: { ...workload, type: 'Warning' }, digest, signal }),
  ]);
  const stuck = (pods?.pods ?? []).map(showPod).filter(({ problems }) => problems.length > 0);
  return {
    stuck: stuck.slice(0, mostShown),
    stuckLeftOut: Math.max(0, stuck.length - mostShown),
    warnings: events
      .slice(0, mostWarnings)
      .map(({ reason, message, count }) => `${reason}: ${message}${count > 1 ? ` (${count} times)` : ''}`),
  };
};
