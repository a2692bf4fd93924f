import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { KubernetesReader, Target } from '../client/kubernetes-reader.ts';

const autoscaler = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    scaleTargetRef: z.looseObject({ kind: z.string(), name: z.string() }),
    minReplicas: z.int().nullish(),
    maxReplicas: z.int().nullish(),
  }),
});

/** What to know before somebody scales by hand what an autoscaler scales too. */
export const autoscalerWarnings = async ({
  reader,
  target: { context, namespace, kind, name },
  signal,
}: {
  reader: KubernetesReader;
  target: Target;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  try {
    const place = { context, namespace, kind: 'HorizontalPodAutoscaler' };
    const found = z.array(autoscaler).safeParse(await reader.all({ ...place, signal })).data ?? [];
    return found
      .filter(({ spec: { scaleTargetRef } }) => scaleTargetRef.kind === kind && scaleTargetRef.name === name)
      .map(({ metadata, spec: { minReplicas, maxReplicas } }) => {
        const range = `${minReplicas ?? 1} to ${maxReplicas ?? '?'}`;
        return `The autoscaler ${quoted(metadata.name)} keeps it at ${range} pods and will scale it again.`;
      });
  } catch (error) {
    if (!LineclearError.is(error) || !['forbidden', 'not_found'].includes(error.code)) throw error;
    return ['Whether an autoscaler scales it too could not be seen.'];
  }
};
