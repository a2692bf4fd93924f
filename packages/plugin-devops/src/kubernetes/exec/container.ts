import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { readAs } from '../changes/read-as.ts';
import type { KubernetesObject } from '../resources/kubernetes-object.ts';

const pod = z.looseObject({
  metadata: z.looseObject({ name: z.string(), uid: z.string() }),
  spec: z.looseObject({ containers: z.array(z.looseObject({ name: z.string(), image: z.string().nullish() })) }),
  status: z
    .looseObject({
      phase: z.string().nullish(),
      containerStatuses: z
        .array(
          z.looseObject({
            name: z.string(),
            containerID: z.string().nullish(),
            state: z.looseObject({ running: z.unknown().optional() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/** A container in which something can be run now. */
export interface RunningContainer {
  readonly name: string;
  readonly image: string | null;
  /** Another one after every restart. */
  readonly id: string | null;
  readonly podUid: string;
}

/** The container that is named, or the only one. Throws where it is not clear which is meant, or where it does not run. */
export const runningContainer = ({ object, name }: { object: KubernetesObject; name: string | undefined }): RunningContainer => {
  const { metadata, spec, status } = readAs({ object, schema: pod });
  const names = spec.containers.map((container) => container.name);
  const [only] = names.length === 1 ? names : [];
  const wanted = spec.containers.find((container) => container.name === (name ?? only));
  if (wanted === undefined) throw unclear({ name, names });
  const state = status?.containerStatuses?.find((container) => container.name === wanted.name);
  if (state?.state?.running === undefined) throw notRunning({ pod: metadata.name, container: wanted.name, phase: status?.phase });
  return { name: wanted.name, image: wanted.image ?? null, id: state.containerID ?? null, podUid: metadata.uid };
};

const unclear = ({ name, names }: { name: string | undefined; names: readonly string[] }): LineclearError =>
  new LineclearError(
    name === undefined ? 'invalid_input' : 'not_found',
    name === undefined ? 'The pod has several containers.' : `The pod has no container ${quoted(name)}.`,
    { hint: `Name one of ${names.map(quoted).join(', ')}.`, details: { reason: 'container' }, effect: 'none' },
  );

const notRunning = ({
  pod: name,
  container,
  phase,
}: {
  pod: string;
  container: string;
  phase: string | null | undefined;
}): LineclearError =>
  new LineclearError('conflict', `The container ${quoted(container)} of ${quoted(name)} does not run (${phase ?? 'no phase'}).`, {
    hint: 'k8s_describe shows why.',
    details: { reason: 'not_running' },
    effect: 'none',
  });
