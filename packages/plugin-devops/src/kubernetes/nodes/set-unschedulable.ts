import { changeObject } from '../changes/change-object.ts';
import { readAs } from '../changes/read-as.ts';
import { planAnnotation } from '../changes/trace.ts';
import type { Target } from '../client/kubernetes-reader.ts';
import type { KubernetesWriter } from '../client/kubernetes-writer.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';
import { nodeShape } from './node.ts';

/** Whether new pods may be placed on a node, and which node it is. */
export interface NodeState {
  readonly uid: string;
  readonly unschedulable: boolean;
}

export const nodeState = (object: KubernetesObject): NodeState => {
  const { metadata, spec } = readAs({ object, schema: nodeShape });
  return { uid: metadata.uid, unschedulable: spec?.unschedulable === true };
};

/** Closes a node to new pods, or opens it again. */
export const setUnschedulable = async ({
  writer,
  target,
  guard,
  unschedulable,
  plan,
  signal,
}: {
  writer: KubernetesWriter;
  target: Target;
  guard: NodeState;
  unschedulable: boolean;
  plan: string;
  signal: AbortSignal;
}): Promise<NodeState> => {
  const changed = await changeObject({
    writer,
    target,
    guard,
    guardOf: nodeState,
    build: ({ metadata: { resourceVersion } }) => ({
      type: 'strategic',
      body: {
        metadata: { resourceVersion, annotations: { [planAnnotation]: plan } },
        // An open node has no such field.
        spec: { unschedulable: unschedulable ? true : null },
      },
    }),
    signal,
  });
  return nodeState(changed);
};
