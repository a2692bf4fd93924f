import * as z from 'zod';
import { changeObject } from '../../changes/change-object.ts';
import { dryRun } from '../../changes/dry-run.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import { showChange } from '../../changes/show-change.ts';
import { digestOf } from '../../changes/state-of.ts';
import { isTracedTo, planAnnotation } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import { type KubernetesObject, kubernetesObject } from '../../resources/kubernetes-object.ts';
import { targetOf } from '../../resources/names.ts';
import { openDigest } from '../../masking/secret-digest.ts';
import { someText } from '../../text/bounded.ts';
import { mergeResources, type WantedResources } from '../merge-resources.ts';
import { readQuantity } from '../quantity.ts';
import { unchanged } from '../refusals.ts';
import { replacingWarnings } from '../replacing.ts';
import { toTarget, workload, workloadFields } from '../workload.ts';
import { counted } from '../../../text/counted.ts';

const resource = /^[a-z0-9](?:[a-z0-9./-]{0,100}[a-z0-9])?$/;
const quantities = z
  .record(z.string(), z.string())
  .refine(
    (wanted) => Object.entries(wanted).every(([name, amount]) => resource.test(name) && readQuantity(amount) !== undefined),
    'Use quantities such as { "cpu": "500m", "memory": "2Gi" }.',
  );

const isUsable = (containers: readonly WantedResources[]): boolean =>
  containers.length >= 1 &&
  containers.length <= 20 &&
  containers.every(({ requests, limits }) => requests !== undefined || limits !== undefined);

export const k8sSetResources = kubernetes.write({
  name: 'k8s_set_resources',
  toolset: 'rollouts',
  risk: 'reversible',
  description: 'Set what containers request and may use. k8s_top shows what they use.',
  input: z.strictObject({
    ...workloadFields,
    containers: z
      .array(
        z.strictObject({
          name: someText(63).describe('Its name.'),
          requests: quantities.optional().describe('{"cpu":"250m"}'),
          limits: quantities.optional().describe('{"memory":"2Gi"}'),
        }),
      )
      .refine(isUsable, 'Name 1 to 20 containers with requests or limits.')
      .describe('The others stay.'),
  }),
  output: z.object({ generation: z.int().nullable(), rollout: z.boolean().describe('False: paused, or on deletion only.') }),
  classify: ({ input }) => ({ class: 'patch', target: targetOf(input) }),
  preview: async ({ input, reader, profile, signal }) => {
    const { containers, ...target } = input;
    const before = await reader.get({ ...target, signal });
    const { spec } = readAs({ object: before, schema: workload });
    const answer = await dryRun({ reader, target, ...patchOf({ object: before, containers }), signal });
    const after = answer.json(kubernetesObject);
    const digest = openDigest();
    const changes = showChange({ before, after, kind: input.kind, name: input.name, digest, reader });
    const where = placed({ target, profile });
    return {
      description: `Set resources of ${counted(containers.length, 'container')} of ${where}${startsRollout(spec) ? ': its pods are replaced' : ''}.`,
      guard: guardOf(before),
      changes,
      details: {
        ...detailsOf({
          target,
          profile,
          undo: input.kind === 'Deployment' ? 'k8s_rollout_undo' : 'k8s_set_resources with what the diff removes',
        }),
        containers,
      },
      warnings: [
        ...replacingWarnings({ kind: input.kind, spec }),
        ...(spec.paused === true ? ['Its rollout is paused: nothing happens before k8s_rollout_resume.'] : []),
      ],
      ...(changes === '' ? { refusal: unchanged({ what: where, is: 'like that' }) } : {}),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, signal }) => {
    const { containers, ...target } = input;
    const build = (object: KubernetesObject & { metadata: { resourceVersion: string } }) => {
      const { type, body } = patchOf({ object, containers });
      const { resourceVersion } = object.metadata;
      return { type, body: { ...body, metadata: { resourceVersion, annotations: { [planAnnotation]: idempotencyKey } } } };
    };
    return answerOf(await changeObject({ writer, target, guard, guardOf, build, signal }));
  },
  verify: async ({ input, reader, signal }) => (await reader.get({ ...toTarget(input), signal }))['status'] ?? null,
  reconcile: async ({ input, reader, idempotencyKey: plan, signal }) => {
    const object = await reader.find({ ...toTarget(input), signal });
    return object !== undefined && isTracedTo({ object, plan }) ? { result: answerOf(object) } : 'unknown';
  },
});

const patchOf = ({ object, containers: wanted }: { object: KubernetesObject; containers: readonly WantedResources[] }) => {
  const { spec } = readAs({ object, schema: workload });
  const containers = mergeResources({ containers: spec.template.spec.containers, wanted });
  return { type: 'strategic' as const, body: { spec: { template: { spec: { containers } } } } };
};

const guardOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  return { uid: metadata.uid, template: digestOf(spec.template), paused: spec.paused === true };
};

const startsRollout = ({ paused, updateStrategy }: z.output<typeof workload>['spec']): boolean =>
  paused !== true && updateStrategy?.type !== 'OnDelete';

const answerOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  return { generation: metadata.generation ?? null, rollout: startsRollout(spec) };
};
