import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { checkShown } from '../../../text/check-shown.ts';
import { changeObject } from '../../changes/change-object.ts';
import { dryRun } from '../../changes/dry-run.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { showChange } from '../../changes/show-change.ts';
import { stateOf } from '../../changes/state-of.ts';
import { isTracedTo } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import { type KubernetesObject, kubernetesObject } from '../../resources/kubernetes-object.ts';
import { targetOf } from '../../resources/names.ts';
import { objectFields, toTarget } from '../../resources/object-input.ts';
import { maskValues } from '../../masking/mask-values.ts';
import { openDigest } from '../../masking/secret-digest.ts';
import { unchanged } from '../../workloads/refusals.ts';
import { holdsSecrets, isOfItsType, patchShape, patchType, patchWithTrace } from '../patch-input.ts';

const inputFields = z.strictObject({
  ...objectFields,
  type: patchType.describe('merge replaces lists, strategic merges them.'),
  patch: patchShape.describe('{"spec":{…}}, or operations.'),
});

export const k8sPatch = kubernetes.write({
  name: 'k8s_patch',
  toolset: 'cluster',
  risk: 'destructive',
  classify: ({ input }) => ({ class: 'patch', target: targetOf(input), risk: 'reversible' }),
  description: 'Change single fields of one object. k8s_apply takes whole objects.',
  input: inputFields.refine(isOfItsType, {
    error: 'Use operations with json, and fields with the other types.',
    path: ['patch'],
  }),
  output: z.object({ resource_version: z.string(), generation: z.int().nullable() }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toTarget(input);
    const { kind, name, type, patch } = input;
    if (kind === 'Secret' || reader.settings.secret_kinds.includes(kind)) throw holdsSecrets(kind);
    const before = await reader.get({ ...target, signal });
    const after = (await dryRun({ reader, target, type, body: patch, signal })).json(kubernetesObject);
    const digest = openDigest();
    const changes = showChange({ before, after, kind, name, digest, reader });
    checkShown({ sent: [changes, JSON.stringify(patch)], hint: 'Change less of it at a time.' });
    const where = placed({ target, profile });
    return {
      description: `Patch ${where}.`,
      guard: { ...stateOf(before), hasAnnotations: hasAnnotations(after) },
      changes,
      details: {
        ...detailsOf({ target, profile, undo: 'k8s_patch with what the diff removes' }),
        type,
        patch: maskValues({ part: patch, digest, hasOwnKeys: true }),
      },
      warnings: startsRollout({ before, after }) ? ['Its template changes, so its pods are replaced.'] : [],
      ...(changes === '' ? { refusal: unchanged({ what: where, is: 'like that' }) } : {}),
    };
  },
  execute: async ({ input, writer, guard: { hasAnnotations: has, ...guard }, idempotencyKey: plan, signal }) => {
    const { type } = input;
    const changed = await changeObject({
      writer,
      target: toTarget(input),
      guard,
      guardOf: stateOf,
      build: ({ metadata: { resourceVersion } }) => ({
        type,
        body: patchWithTrace({ wanted: input, resourceVersion, plan, hasAnnotations: has }),
      }),
      signal,
    });
    return answerOf(changed);
  },
  verify: async ({ input, reader, signal }) => (await reader.get({ ...toTarget(input), signal }))['status'] ?? null,
  reconcile: async ({ input, reader, idempotencyKey: plan, signal }) => {
    const object = await reader.find({ ...toTarget(input), signal });
    return object !== undefined && isTracedTo({ object, plan }) ? { result: answerOf(object) } : 'unknown';
  },
});

const hasAnnotations = ({ metadata }: KubernetesObject): boolean => metadata.annotations != null;

const templated = z.looseObject({ spec: z.looseObject({ template: z.unknown().optional() }) });

const startsRollout = ({ before, after }: { before: KubernetesObject; after: KubernetesObject }): boolean => {
  const [old, young] = [templated.safeParse(before).data?.spec.template, templated.safeParse(after).data?.spec.template];
  return !isDeepStrictEqual(old, young);
};

const answerOf = ({ metadata }: KubernetesObject) => ({
  resource_version: metadata.resourceVersion ?? '',
  generation: metadata.generation ?? null,
});
