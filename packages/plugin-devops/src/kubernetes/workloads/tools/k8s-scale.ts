import * as z from 'zod';
import { changeObject } from '../../changes/change-object.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import { isManaged } from '../../changes/managed.ts';
import type { KubernetesReader, Target } from '../../client/kubernetes-reader.ts';
import { kubernetes } from '../../connection.ts';
import type { KubernetesObject } from '../../resources/kubernetes-object.ts';
import { contextName, kindName, namespaceName, resourceName, targetOf } from '../../resources/names.ts';
import { autoscalerWarnings } from '../autoscalers.ts';
import { unchanged } from '../refusals.ts';
import { toTarget } from '../workload.ts';

export const k8sScale = kubernetes.write({
  name: 'k8s_scale',
  toolset: 'rollouts',
  // A stateful set may be told to delete the volumes of the pods that go.
  risk: 'destructive',
  classify: ({ input }) => ({
    class: 'scale',
    target: targetOf(input),
    ...(input.kind === 'StatefulSet' ? {} : { risk: 'reversible' as const }),
  }),
  description: 'Set how many pods a workload has. k8s_set_resources sets what each may use.',
  input: z.strictObject({
    context: contextName,
    namespace: namespaceName,
    kind: kindName,
    name: resourceName(),
    replicas: z
      .int()
      .refine((count) => count >= 0 && count <= 10_000, 'use 0 to 10000')
      .describe('How many.'),
  }),
  output: z.object({ replicas: z.int(), before: z.int() }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toTarget(input);
    const scaled = await reader.get({ ...target, subresource: 'scale', signal });
    const guard = guardOf(scaled);
    const warnings = await autoscalerWarnings({ reader, target, signal });
    const removal = guard.replicas > input.replicas ? await volumeRemoval({ reader, target, signal }) : [];
    const where = placed({ target, profile });
    return {
      description: `Scale ${where} from ${guard.replicas} to ${input.replicas} pods.`,
      guard,
      before: { replicas: guard.replicas },
      details: detailsOf({ target, profile, undo: `k8s_scale to ${guard.replicas}` }),
      warnings: [...(input.replicas === 0 ? ['Nothing of it runs then.'] : []), ...removal, ...warnings],
      ...(removal.length > 0 ? { approval: 'client' as const } : {}),
      ...(guard.replicas === input.replicas ? { refusal: unchanged({ what: where, is: `at ${input.replicas} pods` }) } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const target = { ...toTarget(input), subresource: 'scale' };
    const changed = await changeObject({
      writer,
      target,
      guard,
      guardOf,
      build: ({ metadata: { resourceVersion } }) => ({
        type: 'merge',
        body: { metadata: { resourceVersion }, spec: { replicas: input.replicas } },
      }),
      signal,
    });
    return { replicas: guardOf(changed).replicas, before: guard.replicas };
  },
  verify: async ({ input, reader, signal }) => {
    const { status } = readAs({ object: await reader.get({ ...toTarget(input), subresource: 'scale', signal }), schema: scale });
    return { pods_now: status?.replicas ?? null };
  },
  // This part of an object has no annotations: that it is at the wanted count, and that we set it, is all there is to see.
  reconcile: async ({ input, reader, guard, signal }) => {
    const target = toTarget(input);
    const now = guardOf(await reader.get({ ...target, subresource: 'scale', signal }));
    const isOurs = isManaged({ object: await reader.get({ ...target, signal }), field: ['f:spec', 'f:replicas'] });
    const isDone = now.uid === guard.uid && now.replicas === input.replicas && isOurs;
    return isDone ? { result: { replicas: now.replicas, before: guard.replicas } } : 'unknown';
  },
});

const scale = z.looseObject({
  metadata: z.looseObject({ uid: z.string().nullish() }),
  // Zero is left out.
  spec: z.looseObject({ replicas: z.int().default(0) }).nullish(),
  status: z.looseObject({ replicas: z.int().nullish() }).nullish(),
});

const guardOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: scale });
  return { uid: metadata.uid ?? null, replicas: spec?.replicas ?? 0 };
};

const retention = z.looseObject({
  spec: z.looseObject({ persistentVolumeClaimRetentionPolicy: z.looseObject({ whenScaled: z.string().nullish() }).nullish() }),
});

const volumeRemoval = async ({ reader, target, signal }: { reader: KubernetesReader; target: Target; signal: AbortSignal }) => {
  if (target.kind !== 'StatefulSet') return [];
  const { spec } = readAs({ object: await reader.get({ ...target, signal }), schema: retention });
  return spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete'
    ? ['The volume claims of the pods that go are deleted with their data (persistentVolumeClaimRetentionPolicy).']
    : [];
};
