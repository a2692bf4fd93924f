import { changedSince, changeObject } from '../changes/change-object.ts';
import { type SeenState, stateOf } from '../changes/state-of.ts';
import { fieldManager, patchTypes, planAnnotation } from '../changes/trace.ts';
import type { KubernetesWriter } from '../client/kubernetes-writer.ts';
import { kubernetesObject } from '../resources/kubernetes-object.ts';
import { toTarget } from './preview-object.ts';
import type { GivenObject } from './read-manifest.ts';

/** Applies one object if it still is what was previewed, or still is not there. */
export const applyObject = async ({
  writer,
  object,
  context,
  seen,
  force,
  plan,
  signal,
}: {
  writer: KubernetesWriter;
  object: GivenObject;
  context: string;
  seen: SeenState | null;
  force: boolean;
  plan: string;
  signal: AbortSignal;
}): Promise<void> => {
  const target = toTarget({ context, object });
  const bodyFor = (resourceVersion: string | undefined) => {
    const { metadata, ...rest } = kubernetesObject.parse(object.body);
    const annotations = { ...metadata.annotations, [planAnnotation]: plan };
    return { ...rest, metadata: { ...metadata, annotations, ...(resourceVersion === undefined ? {} : { resourceVersion }) } };
  };
  if (seen !== null) {
    const build = ({ metadata }: { metadata: { resourceVersion: string } }) =>
      ({ type: 'apply', body: bodyFor(metadata.resourceVersion) }) as const;
    await changeObject({ writer, target, guard: seen, guardOf: stateOf, build, force, signal });
    return;
  }
  if ((await writer.reader.find({ ...target, signal })) !== undefined) throw changedSince(target);
  await writer.send({
    method: 'patch',
    ...target,
    query: { fieldManager, force },
    headers: { 'content-type': patchTypes.apply },
    body: JSON.stringify(bodyFor(undefined)),
    signal,
  });
};
