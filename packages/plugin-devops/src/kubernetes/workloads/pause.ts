import * as z from 'zod';
import { changeObject } from '../changes/change-object.ts';
import { detailsOf, placed } from '../changes/place.ts';
import { readAs } from '../changes/read-as.ts';
import { digestOf } from '../changes/state-of.ts';
import { isTracedTo, planAnnotation } from '../changes/trace.ts';
import { kubernetes } from '../connection.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { targetOf } from '../resources/names.ts';
import { unchanged } from './refusals.ts';
import { deploymentFields, workload } from './workload.ts';

/** The tool that pauses, or the one that resumes. */
export const pauseTool = ({
  name,
  description,
  paused,
  undo,
  effect,
}: {
  name: string;
  description: string;
  paused: boolean;
  /** The name of the other one. */
  undo: string;
  effect: string;
}) =>
  kubernetes.write({
    name,
    toolset: 'rollouts',
    risk: 'reversible',
    description,
    input: z.strictObject(deploymentFields),
    output: z.object({ paused: z.boolean(), generation: z.int().nullable() }),
    classify: ({ input }) => ({ class: 'rollout', target: targetOf(toTarget(input)) }),
    preview: async ({ input, reader, profile, signal }) => {
      const target = toTarget(input);
      const guard = guardOf(await reader.get({ ...target, signal }));
      const where = placed({ target, profile });
      return {
        description: `${paused ? 'Pause' : 'Resume'} the rollout of ${where}: ${effect}`,
        guard,
        before: { paused: guard.paused },
        details: detailsOf({ target, profile, undo }),
        ...(guard.paused === paused ? { refusal: unchanged({ what: where, is: paused ? 'paused' : 'going on' }) } : {}),
      };
    },
    execute: async ({ input, writer, guard, idempotencyKey, signal }) => {
      const changed = await changeObject({
        writer,
        target: toTarget(input),
        guard,
        guardOf,
        build: ({ metadata: { resourceVersion } }) => ({
          type: 'strategic',
          body: {
            metadata: { resourceVersion, annotations: { [planAnnotation]: idempotencyKey } },
            // A deployment that goes on has no such field.
            spec: { paused: paused ? true : null },
          },
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

const toTarget = (input: { context: string; namespace: string; name: string }) => ({ ...input, kind: 'Deployment' });

const guardOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  // What a rollout that goes on rolls out.
  return { uid: metadata.uid, paused: spec.paused === true, template: digestOf(spec.template) };
};

const answerOf = (object: KubernetesObject) => {
  const { metadata, spec } = readAs({ object, schema: workload });
  return { paused: spec.paused === true, generation: metadata.generation ?? null };
};
