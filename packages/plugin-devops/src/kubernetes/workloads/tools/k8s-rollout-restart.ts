import * as z from 'zod';
import { changeObject } from '../../changes/change-object.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import { digestOf } from '../../changes/state-of.ts';
import { isTracedTo, planAnnotation } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import type { KubernetesObject } from '../../resources/kubernetes-object.ts';
import { targetOf } from '../../resources/names.ts';
import { isPaused } from '../refusals.ts';
import { replacingWarnings } from '../replacing.ts';
import { workload, workloadFields } from '../workload.ts';

export const k8sRolloutRestart = kubernetes.write({
  name: 'k8s_rollout_restart',
  toolset: 'rollouts',
  risk: 'reversible',
  description: 'Replace the pods of a workload. k8s_rollout_status follows it.',
  input: z.strictObject(workloadFields),
  output: z.object({ restarted_at: z.string(), generation: z.int().nullable() }),
  classify: ({ input }) => ({ class: 'restart', target: targetOf(input) }),
  preview: async ({ input, reader, profile, signal }) => {
    const object = await reader.get({ ...input, signal });
    const { spec, metadata } = readAs({ object, schema: workload });
    return {
      description: `Restart ${placed({ target: input, profile })}: ${podCount(spec.replicas)} are replaced.`,
      guard: guardOf(object),
      before: {
        restarted_at: spec.template.metadata?.annotations?.[restartedAt] ?? null,
        generation: metadata.generation ?? null,
      },
      details: detailsOf({
        target: input,
        profile,
        undo: 'k8s_rollout_undo goes back to the template before; the pods that end are gone either way.',
      }),
      warnings: replacingWarnings({ kind: input.kind, spec }),
      ...(spec.paused === true ? { refusal: isPaused(input.name) } : {}),
    };
  },
  execute: async ({ input, writer, guard, clock, idempotencyKey, signal }) => {
    const time = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const template = { metadata: { annotations: { [restartedAt]: time } } };
    const changed = await changeObject({
      writer,
      target: input,
      guard,
      guardOf,
      build: ({ metadata: { resourceVersion } }) => ({
        type: 'strategic',
        body: { metadata: { resourceVersion, annotations: { [planAnnotation]: idempotencyKey } }, spec: { template } },
      }),
      signal,
    });
    return answerOf(changed);
  },
  verify: async ({ input, reader, signal }) => (await reader.get({ ...input, signal }))['status'] ?? null,
  reconcile: async ({ input, reader, idempotencyKey: plan, signal }) => {
    const object = await reader.find({ ...input, signal });
    return object !== undefined && isTracedTo({ object, plan }) ? { result: answerOf(object) } : 'unknown';
  },
});

/** What kubectl writes, so that both are one to whoever looks. */
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

const podCount = (replicas: number | null | undefined): string => (replicas == null ? 'its pods' : `${replicas} pods`);

const guardOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  return { uid: metadata.uid, template: digestOf(spec.template), paused: spec.paused === true };
};

const answerOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  return { restarted_at: spec.template.metadata?.annotations?.[restartedAt] ?? '', generation: metadata.generation ?? null };
};
