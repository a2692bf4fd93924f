import { isDeepStrictEqual } from 'node:util';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Target } from '../client/kubernetes-reader.ts';
import type { KubernetesWriter } from '../client/kubernetes-writer.ts';
import { type KubernetesObject, kubernetesObject } from '../resources/kubernetes-object.ts';
import { fieldManager, type PatchType, patchTypes } from './trace.ts';

/** A patch for an object in exactly the version it is built from. */
export type BuildPatch = (current: KubernetesObject & { metadata: { resourceVersion: string } }) => {
  readonly type: PatchType;
  /** Names the version that it is for, so that the server refuses it for any other. */
  readonly body: unknown;
};

/**
 * Patches an object if it still is what was previewed: it is read once more, judged by the same rule as the guard, and the patch is for that
 * version alone. Somebody who is faster makes it a `conflict`, and nothing happens. One request changes something.
 */
export const changeObject = async <Guard>({
  writer,
  target,
  guard,
  guardOf,
  build,
  force,
  signal,
}: {
  writer: KubernetesWriter;
  target: Target & { readonly subresource?: string | undefined };
  guard: Guard;
  guardOf: (current: KubernetesObject) => Guard;
  build: BuildPatch;
  /** Of an apply: takes over fields that others set. */
  force?: boolean;
  signal: AbortSignal;
}): Promise<KubernetesObject> => {
  const current = await writer.reader.get({ ...target, signal });
  const { resourceVersion } = current.metadata;
  if (resourceVersion == null || !isDeepStrictEqual(guardOf(current), guard)) throw changedSince(target);
  const { type, body } = build({ ...current, metadata: { ...current.metadata, resourceVersion } });
  const answer = await writer.send({
    method: 'patch',
    ...target,
    query: { fieldManager, ...(type === 'apply' ? { force } : {}) },
    headers: { 'content-type': patchTypes[type] },
    body: JSON.stringify(body),
    signal,
  });
  return answer.json(kubernetesObject);
};

/** What is answered where an object is not any more what was previewed. */
export const changedSince = ({ kind, name }: Pick<Target, 'kind' | 'name'>): LineclearError =>
  new LineclearError('conflict', `${kind} ${quoted(name)} has changed since the preview.`, { effect: 'none' });
