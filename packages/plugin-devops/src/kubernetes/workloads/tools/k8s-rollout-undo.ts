import { isDeepStrictEqual } from 'node:util';
import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { changedSince, changeObject } from '../../changes/change-object.ts';
import { objectDiff } from '../../changes/object-diff.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { readAs } from '../../changes/read-as.ts';
import { digestOf } from '../../changes/state-of.ts';
import { isTracedTo, planAnnotation } from '../../changes/trace.ts';
import { kubernetes } from '../../connection.ts';
import { targetOf } from '../../resources/names.ts';
import { maskValues } from '../../masking/mask-values.ts';
import { openDigest } from '../../masking/secret-digest.ts';
import { upTo } from '../../text/bounded.ts';
import { type Earlier, findEarlier, presentState } from '../earlier-revision.ts';
import { isPaused, unchanged } from '../refusals.ts';
import { replacingWarnings } from '../replacing.ts';
import { annotationsAfterUndo } from '../revision-annotations.ts';
import { toTarget, workload, workloadFields } from '../workload.ts';

export const k8sRolloutUndo = kubernetes.write({
  name: 'k8s_rollout_undo',
  toolset: 'rollouts',
  risk: 'reversible',
  description: 'Bring back an earlier revision. k8s_rollout_history lists them.',
  input: z.strictObject({
    ...workloadFields,
    to_revision: upTo(1_000_000_000).optional().describe('Absent: the one before.'),
  }),
  output: z.object({ revision: z.int().describe('It has a new number now.'), generation: z.int().nullable() }),
  classify: ({ input }) => ({ class: 'rollout', target: targetOf(input) }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toTarget(input);
    const earlier = await findEarlier({ reader, target, number: input.to_revision, signal });
    const { current, number, newest, template, annotations } = earlier;
    const digest = openDigest();
    const shown = (part: unknown) => ({ template: maskValues({ part, digest }) });
    const guard = guardOf(earlier);
    const isSame = guard.template === guard.wanted;
    return {
      description: `Bring back revision ${number} of ${placed({ target, profile })}: its pods are replaced.`,
      guard,
      before: { revision: newest },
      changes: objectDiff({ before: shown(current.spec.template), after: shown(template), name: `revision-${number}` }),
      details: {
        ...detailsOf({ target, profile, undo: `k8s_rollout_undo to_revision ${newest ?? 0}` }),
        to_revision: number,
        change_cause: annotations['kubernetes.io/change-cause'] ?? null,
      },
      warnings: replacingWarnings({ kind: input.kind, spec: current.spec }),
      ...(isSame ? { refusal: unchanged({ what: quoted(input.name), is: `what it was in revision ${number}` }) } : {}),
      ...(current.spec.paused === true ? { refusal: isPaused(input.name) } : {}),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, signal }) => {
    const target = toTarget(input);
    const earlier = await findEarlier({ reader: writer.reader, target, number: input.to_revision, signal });
    if (!isDeepStrictEqual(guardOf(earlier), guard)) throw changedSince(target);
    const changed = await changeObject({
      writer,
      target,
      guard: presentState(earlier.current),
      guardOf: (object) => presentState(readAs({ object, schema: workload })),
      build: ({ metadata: { resourceVersion, annotations } }) => {
        const own = annotations ?? {};
        // Only of deployments a revision keeps the annotations.
        const restored =
          input.kind === 'Deployment' ? annotationsAfterUndo({ deployment: own, revision: earlier.annotations }) : own;
        return {
          type: 'json',
          body: [
            { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
            { op: 'replace', path: '/spec/template', value: earlier.template },
            { op: 'add', path: '/metadata/annotations', value: { ...restored, [planAnnotation]: idempotencyKey } },
          ],
        };
      },
      signal,
    });
    return { revision: guard.revision, generation: changed.metadata.generation ?? null };
  },
  verify: async ({ input, reader, signal }) => (await reader.get({ ...toTarget(input), signal }))['status'] ?? null,
  reconcile: async ({ input, reader, guard, idempotencyKey: plan, signal }) => {
    const object = await reader.find({ ...toTarget(input), signal });
    if (object === undefined || !isTracedTo({ object, plan })) return 'unknown';
    return { result: { revision: guard.revision, generation: object.metadata.generation ?? null } };
  },
});

const guardOf = ({ current, number, template }: Earlier) => ({
  ...presentState(current),
  revision: number,
  wanted: digestOf(template),
});
