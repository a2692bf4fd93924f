import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { KubernetesReader } from './kubernetes-reader.ts';

export interface ContextHealth {
  readonly context: string;
  /** Of the API server, such as `v1.35.0`; null where it did not answer. */
  readonly version: string | null;
  /** The code of what went wrong. */
  readonly error?: string;
  readonly warnings: readonly string[];
}

/** Asks every context of the profile for its version; throws where none of them answers. */
export const probeContexts = async ({
  reader,
  signal,
}: {
  reader: KubernetesReader;
  signal: AbortSignal;
}): Promise<readonly ContextHealth[]> => {
  const { contexts } = reader.settings;
  const probed = await mapConcurrently({ items: contexts, concurrency: 8, run: (context) => probe({ reader, context, signal }) });
  const [first] = probed;
  if (first?.failure !== undefined && probed.every(({ failure }) => failure !== undefined)) throw first.failure;
  return probed.map(({ health }) => health);
};

/** Never rejects for what a cluster or its entry in the kubeconfig is like: one that is down says nothing of the others. */
export const probe = async ({
  reader,
  context,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  signal: AbortSignal;
}): Promise<{ readonly health: ContextHealth; readonly failure?: LineclearError }> => {
  try {
    const warnings = await reader.cluster(context).warnings();
    return { health: { context, version: await reader.version({ context, signal }), warnings } };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { health: { context, version: null, error: error.code, warnings: [] }, failure: error };
  }
};
