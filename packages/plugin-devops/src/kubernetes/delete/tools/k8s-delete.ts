import { isDeepStrictEqual } from 'node:util';
import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { changedSince } from '../../changes/change-object.ts';
import { detailsOf, placed } from '../../changes/place.ts';
import { digestOf, stateOf } from '../../changes/state-of.ts';
import type { KubernetesReader, Target } from '../../client/kubernetes-reader.ts';
import { kubernetes } from '../../connection.ts';
import { noNamespace, targetOf } from '../../resources/names.ts';
import { objectFields, toTarget } from '../../resources/object-input.ts';
import { cleanObject } from '../../masking/clean-object.ts';
import { openDigest } from '../../masking/secret-digest.ts';
import { goesWith } from '../goes-with.ts';

const inputFields = z.strictObject({
  ...objectFields,
  propagation: z.enum(['Background', 'Foreground', 'Orphan']).describe('What it owns: after, before, stays.'),
});

export const k8sDelete = kubernetes.write({
  name: 'k8s_delete',
  toolset: 'cluster',
  risk: 'destructive',
  classify: ({ input }) => ({ class: 'delete', target: targetsOf(input) }),
  description: 'Delete one object. k8s_scale stops pods and keeps their workload.',
  input: inputFields,
  output: z.object({
    uid: z.string(),
    gone: z.boolean().describe('False: it waits for its grace period, for finalizers, or for what it owns.'),
  }),
  preview: async ({ input, reader, profile, signal }) => {
    const target = toTarget(input);
    const object = await reader.get({ ...target, signal });
    const { lines, warnings } = await goesWith({ reader, target, object, propagation: input.propagation, signal });
    const finalizers = finalizersOf(object.metadata['finalizers']);
    const digest = openDigest();
    const count = lines.length === 0 ? '' : ` and ${lines.length} more`;
    return {
      description: `Delete ${placed({ target, profile })}${count}.`,
      guard: { ...stateOf(object), goesWith: digestOf(lines.map(withoutCount).toSorted()) },
      before: cleanObject({ object, kind: input.kind, digest, secretKinds: reader.settings.secret_kinds }),
      changes: lines.map((line) => `- ${line}`),
      details: {
        ...detailsOf({ target, profile, undo: null }),
        propagation: input.propagation,
      },
      warnings: [
        ...warnings,
        ...(finalizers.length === 0
          ? []
          : [`It stays until somebody has done what these ask for: ${finalizers.map(quoted).join(', ')}.`]),
        ...(object.metadata.deletionTimestamp == null ? [] : ['It is being deleted already.']),
      ],
      ...(input.namespace === noNamespace ? { approval: 'human' as const } : {}),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const target = toTarget(input);
    const current = await writer.reader.get({ ...target, signal });
    const { goesWith: _, ...seen } = guard;
    if (!isDeepStrictEqual(stateOf(current), seen)) throw changedSince(target);
    const { uid = '', resourceVersion } = current.metadata;
    await writer.send({
      method: 'delete',
      ...target,
      json: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: input.propagation,
        preconditions: { uid, resourceVersion },
      },
      signal,
    });
    return look({ reader: writer.reader, target, uid: uid ?? '', signal });
  },
  // Who deleted it is nowhere to be seen; that this very object goes or is gone is what was wanted.
  reconcile: async ({ input, reader, guard, signal }) => {
    const target = toTarget(input);
    const object = await reader.find({ ...target, signal });
    const isGoing = object?.metadata.deletionTimestamp != null;
    if (object !== undefined && object.metadata.uid === guard.uid && !isGoing) return 'unknown';
    return { result: await look({ reader, target, uid: guard.uid ?? '', signal }) };
  },
});

/**
 * With a namespace goes everything in it, so that a rule about what is in it decides too. The kinds are named: a star in their place could
 * be any word for a rule, the name of another namespace included.
 */
const targetsOf = (input: z.output<typeof inputFields>): readonly string[] => [
  targetOf(input),
  ...(input.kind === 'Namespace'
    ? namespacedKinds.map((kind) => targetOf({ context: input.context, namespace: input.name, kind }))
    : []),
];

const namespacedKinds = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
];

const look = async ({
  reader,
  target,
  uid,
  signal,
}: {
  reader: KubernetesReader;
  target: Target;
  uid: string;
  signal: AbortSignal;
}) => {
  const now = await reader.find({ ...target, signal });
  return { uid, gone: now === undefined || now.metadata.uid !== uid };
};

// In a namespace objects come and go; which kinds it has says whether somebody uses it.
const withoutCount = (line: string): string => line.replace(/^\d+ /, '');

const finalizersOf = (part: unknown): readonly string[] => z.array(z.string()).safeParse(part).data ?? [];
