import { LineclearError } from '@lineclear/core/plugin';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import type { DrainedPod } from './judge-pods.ts';

/** What came of asking a pod to go. `blocked` by a disruption budget can be asked again; `unclear` means that no answer came. */
export type Eviction =
  | { readonly kind: 'going' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unclear' };

interface Asking {
  readonly reader: KubernetesReader;
  readonly context: string;
  readonly pod: DrainedPod;
  readonly signal: AbortSignal;
}

/**
 * Asks one pod to go, with respect for disruption budgets: this very pod, and not another one that has its name by now. With `isDryRun` the
 * server only says what it would answer. https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
 */
export const evict = async ({ isDryRun, ...asking }: Asking & { isDryRun: boolean }): Promise<Eviction> => {
  const { reader, context, pod, signal } = asking;
  const { name, namespace, uid } = pod.metadata;
  try {
    await reader.ask({
      method: 'post',
      ...podTarget({ context, pod }),
      subresource: 'eviction',
      ...(isDryRun ? { query: { dryRun: 'All' }, safe: true } : {}),
      json: {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace },
        deleteOptions: { preconditions: { uid } },
      },
      signal,
    });
    return { kind: 'going' };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    // Another pod has the name: the one that was meant is gone.
    if (error.code === 'not_found' || error.code === 'conflict') return { kind: 'going' };
    if (error.code === 'rate_limited') return { kind: 'blocked' };
    if (error.effect === 'none') return { kind: 'refused', why: error.code };
    return (await isLeaving(asking)) ? { kind: 'going' } : { kind: 'unclear' };
  }
};

/** Whether this very pod has left. */
export const hasLeft = async ({ reader, context, pod, signal }: Asking): Promise<boolean> => {
  const now = await reader.find({ ...podTarget({ context, pod }), signal });
  return now === undefined || now.metadata.uid !== pod.metadata.uid;
};

const isLeaving = async ({ reader, context, pod, signal }: Asking): Promise<boolean> => {
  const now = await reader.find({ ...podTarget({ context, pod }), signal });
  return now === undefined || now.metadata.uid !== pod.metadata.uid || now.metadata.deletionTimestamp != null;
};

const podTarget = ({ context, pod: { metadata } }: { context: string; pod: DrainedPod }) => ({
  context,
  namespace: metadata.namespace,
  kind: 'Pod',
  name: metadata.name,
});
