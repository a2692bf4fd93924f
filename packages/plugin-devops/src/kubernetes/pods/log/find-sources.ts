import { LineclearError } from '@lineclear/core/plugin';
import type { KubernetesReader } from '../../client/kubernetes-reader.ts';
import type { Pod } from '../pod.ts';
import { listPods, podSelectorOf, toPod } from '../pods-of.ts';
import { showContainers } from '../show-pod.ts';
import type { LogSource } from './read-logs.ts';

export interface LogPlace {
  readonly context: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name?: string | undefined;
  readonly labels?: string | undefined;
  /** All of a pod when absent. */
  readonly container?: string | undefined;
}

/** Pods that one call looks at. */
const mostPods = 100;

/** The containers that are meant: of one pod, of the pods of a workload, or of those with labels. */
export const findSources = async ({
  reader,
  place,
  signal,
}: {
  reader: KubernetesReader;
  place: LogPlace;
  signal: AbortSignal;
}): Promise<{ readonly sources: readonly LogSource[]; readonly more: boolean }> => {
  const { context, namespace, kind, name, labels, container } = place;
  if ((name === undefined) === (labels === undefined)) throw eitherOr();
  if (name !== undefined && kind === 'Pod') {
    const one = toPod(await reader.get({ context, namespace, kind, apiVersion: 'v1', name, signal }));
    const sources = sourcesOf({ pods: [one], container });
    if (sources.length === 0) throw noContainer({ container, pods: [one] });
    return { sources, more: false };
  }
  const selector = name === undefined ? labels : await selectorOf({ reader, context, namespace, kind, name, signal });
  const { pods, more } = await listPods({ reader, context, namespace, labels: selector, limit: mostPods, signal });
  const sources = sourcesOf({ pods, container });
  if (sources.length === 0 && pods.length > 0) throw noContainer({ container, pods });
  return { sources, more };
};

const selectorOf = async ({
  reader,
  ...place
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  kind: string;
  name: string;
  signal: AbortSignal;
}): Promise<string> => {
  const object = await reader.get(place);
  const selector = podSelectorOf({ kind: place.kind, object });
  if (selector !== undefined) return selector;
  throw new LineclearError('unsupported', `${place.kind} ${JSON.stringify(place.name)} selects no pods.`, {
    hint: 'Name a pod, or give labels; k8s_list lists pods.',
    details: { reason: 'no_selector' },
  });
};

const containersOf = ({ spec }: Pod): readonly string[] =>
  [...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].map(({ name }) => name);

// Without a name, those that do the work; the others end before these begin.
const sourcesOf = ({ pods, container }: { pods: readonly Pod[]; container: string | undefined }): readonly LogSource[] =>
  pods.flatMap((one) => {
    const states = new Map(showContainers(one).map(({ name, state }) => [name, state]));
    const wanted =
      container === undefined
        ? one.spec.containers.map(({ name }) => name)
        : containersOf(one).filter((name) => name === container);
    return wanted.map((name) => ({ pod: one.metadata.name, container: name, state: states.get(name) ?? 'unknown' }));
  });

const eitherOr = (): LineclearError =>
  new LineclearError('invalid_input', 'Whose logs is not clear.', {
    hint: 'Give a name, or labels; not both.',
    details: { reason: 'name_or_labels' },
  });

const noContainer = ({ container, pods }: { container: string | undefined; pods: readonly Pod[] }): LineclearError =>
  new LineclearError('not_found', `There is no container ${JSON.stringify(container)} in these pods.`, {
    hint: 'Use one of details.containers.',
    details: { reason: 'no_container', containers: [...new Set(pods.flatMap(containersOf))].slice(0, 20) },
  });
