import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';

/** How many objects of each kind are in a namespace; events and leases come and go by themselves. `unseen` are kinds that could not be counted. */
export const namespaceContents = async ({
  reader,
  context,
  namespace,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  signal: AbortSignal;
}): Promise<{ readonly counts: Readonly<Record<string, number>>; readonly unseen: readonly string[] }> => {
  const { kinds, unavailable } = await reader.discovery(context).all({ signal });
  const listed = kinds.filter(({ kind, isNamespaced, verbs }) => isNamespaced && verbs.includes('list') && !passing.has(kind));
  const counted = await mapConcurrently({
    items: listed,
    concurrency: 8,
    run: async ({ kind, apiVersion }) => {
      try {
        const page = await reader.list({ context, namespace, kind, apiVersion, limit: 500, signal });
        return { kind, count: page.items.length + (page.remaining ?? 0) };
      } catch (error) {
        if (!LineclearError.is(error) || !['forbidden', 'unsupported', 'not_found'].includes(error.code)) throw error;
        return { kind, count: undefined };
      }
    },
  });
  return {
    counts: Object.fromEntries(counted.flatMap(({ kind, count }) => (count === undefined || count === 0 ? [] : [[kind, count]]))),
    unseen: [...unavailable, ...counted.flatMap(({ kind, count }) => (count === undefined ? [kind] : []))],
  };
};

const passing: ReadonlySet<string> = new Set(['Event', 'Lease', 'EndpointSlice', 'Endpoints', 'PodMetrics']);
