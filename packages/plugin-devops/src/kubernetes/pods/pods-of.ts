import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { type Pod, pod } from './pod.ts';
import { labelsText, selectorText } from './selector.ts';

const spec = z.object({ spec: z.object({ selector: z.unknown() }) });

/** Kinds whose pods are found by a selector of theirs. */
const kindsWithPods = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'Service',
  'ReplicationController',
] as const;

/** The selector of an object for its pods, as kubectl finds them; undefined where the object has none. */
export const podSelectorOf = ({ kind, object }: { kind: string; object: KubernetesObject }): string | undefined => {
  const parsed = spec.safeParse(object);
  if (!parsed.success || !kindsWithPods.some((one) => one === kind)) return undefined;
  const { selector } = parsed.data.spec;
  return kind === 'Service' || kind === 'ReplicationController' ? labelsText(selector) : selectorText(selector);
};

export interface PodPage {
  readonly pods: readonly Pod[];
  /** True where there are more than were asked for. */
  readonly more: boolean;
}

/** The first pods that fit a selector. */
export const listPods = async ({
  reader,
  context,
  namespace,
  labels,
  limit,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  labels: string | undefined;
  limit: number;
  signal: AbortSignal;
}): Promise<PodPage> => {
  const { items, cursor } = await reader.list({ context, namespace, kind: 'Pod', apiVersion: 'v1', labels, limit, signal });
  return { pods: items.map(toPod), more: cursor !== undefined };
};

/** An object as a pod; `upstream_error` where it is none. */
export const toPod = (object: unknown): Pod => {
  const parsed = pod.safeParse(object);
  if (parsed.success) return parsed.data;
  throw new LineclearError('upstream_error', 'The cluster answered with a pod in an unexpected shape.', {
    hint: 'Check that the context reaches a Kubernetes of a supported version.',
    details: { reason: 'shape' },
  });
};
