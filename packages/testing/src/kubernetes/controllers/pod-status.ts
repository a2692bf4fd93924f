import type { JsonObject } from '@lineclear/core/plugin';
import type { KubernetesObject } from '../model/object.ts';
import { listAt, numberAt, objectAt, textAt } from '../model/object.ts';
import type { ImageBehavior } from '../world/runtime.ts';
import { hashOf } from './cluster.ts';
import type { Happening } from './events.ts';

type Said = Pick<Happening, 'reason' | 'message' | 'type'>;

/** How a pod on a node is, from what its images do, and what the kubelet has to say about it. */
export const podStatus = ({
  pod,
  images,
  now,
}: {
  pod: KubernetesObject;
  images: ReadonlyMap<string, ImageBehavior>;
  now: string;
}): { status: JsonObject; happenings: readonly Said[] } => {
  const startTime = textAt(pod, 'status', 'startTime') || now;
  const endsByItself = textAt(pod, 'spec', 'restartPolicy') !== 'Always';
  const containers = listAt(pod, 'spec', 'containers').map((container) => {
    const image = textAt(container, 'image');
    const behavior = images.get(image);
    const known = listAt(pod, 'status', 'containerStatuses').find(({ name }) => name === container['name']);
    const since =
      textAt(known, 'state', 'running', 'startedAt') ||
      textAt(known, 'state', 'terminated', 'startedAt') ||
      textAt(known, 'lastState', 'terminated', 'startedAt') ||
      now;
    return { container, image, ...stateOf({ behavior, endsByItself, since, restarts: numberAt(known, 'restartCount') ?? 0 }) };
  });
  const isReady = containers.every(({ ready }) => ready);
  const ended = containers.every(({ state }) => 'terminated' in state);
  const failed = containers.some(({ state }) => numberAt(state, 'terminated', 'exitCode') === 1);
  const isWaiting = containers.some(({ state }) => textAt(state, 'waiting', 'reason').includes('ImagePull'));
  const ip = `10.1.${[...hashOf(pod.metadata.uid, 2)].map((letter) => letter.charCodeAt(0)).join('.')}`;
  const condition = conditionIn({ pod, now });
  const why = isReady ? undefined : ended && !failed ? 'PodCompleted' : 'ContainersNotReady';
  return {
    status: {
      phase: ended ? (failed ? 'Failed' : 'Succeeded') : isWaiting ? 'Pending' : 'Running',
      conditions: [
        condition('PodReadyToStartContainers', true),
        condition('Initialized', true),
        condition('Ready', isReady, why),
        condition('ContainersReady', isReady, why),
        condition('PodScheduled', true),
      ],
      hostIP: '10.0.0.1',
      podIP: ip,
      podIPs: [{ ip }],
      startTime,
      containerStatuses: containers.map(({ container, image, state, lastState, ready, restartCount }) => ({
        name: textAt(container, 'name'),
        state,
        lastState,
        ready,
        started: 'running' in state,
        restartCount,
        image,
        imageID: 'waiting' in state && isWaiting ? '' : `${image}@sha256:${hashOf(image, 12)}`,
        ...(!isWaiting && { containerID: `containerd://${hashOf([pod.metadata.uid, container['name']], 16)}` }),
      })),
      qosClass: qualityOf(pod),
    },
    happenings: containers.flatMap(({ container, image, state }) => saidOf({ name: textAt(container, 'name'), image, state })),
  };
};

/** How a pod is that no node takes. */
export const unscheduledStatus = ({ message, now }: { message: string; now: string }): JsonObject => ({
  phase: 'Pending',
  conditions: [
    { type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime: now, reason: 'Unschedulable', message },
  ],
  qosClass: 'BestEffort',
});

interface State {
  readonly state: JsonObject;
  readonly lastState: JsonObject;
  readonly ready: boolean;
  readonly restartCount: number;
}

const stateOf = ({
  behavior,
  endsByItself,
  since,
  restarts,
}: {
  behavior: ImageBehavior | undefined;
  endsByItself: boolean;
  since: string;
  restarts: number;
}): State => {
  const end = (exitCode: number): JsonObject => ({
    terminated: {
      exitCode,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: since,
      finishedAt: since,
      containerID: '',
    },
  });
  if (behavior === 'missing') {
    const message = 'Back-off pulling image';
    return { state: { waiting: { reason: 'ImagePullBackOff', message } }, lastState: {}, ready: false, restartCount: restarts };
  }
  if (endsByItself) return { state: end(behavior === 'crashes' ? 1 : 0), lastState: {}, ready: false, restartCount: restarts };
  if (behavior === 'crashes')
    return {
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
      lastState: end(1),
      ready: false,
      restartCount: Math.max(restarts, 5),
    };
  return {
    state: { running: { startedAt: since } },
    lastState: {},
    ready: behavior !== 'never_ready',
    restartCount: restarts,
  };
};

const conditionIn =
  ({ pod, now }: { pod: KubernetesObject; now: string }) =>
  (type: string, holds: boolean, reason?: string): JsonObject => {
    const before = listAt(pod, 'status', 'conditions').find((one) => one['type'] === type);
    const status = holds ? 'True' : 'False';
    return {
      type,
      status,
      lastProbeTime: null,
      lastTransitionTime: before?.['status'] === status ? textAt(before, 'lastTransitionTime') : now,
      ...(reason !== undefined && { reason }),
    };
  };

const saidOf = ({ name, image, state }: { name: string; image: string; state: JsonObject }): readonly Said[] => {
  const reason = textAt(state, 'waiting', 'reason');
  if (reason === 'ImagePullBackOff')
    return [
      { reason: 'Failed', message: `Failed to pull image "${image}": not found`, type: 'Warning' },
      { reason: 'BackOff', message: `Back-off pulling image "${image}"`, type: 'Warning' },
    ];
  const started: readonly Said[] = [
    { reason: 'Pulled', message: `Container image "${image}" already present on machine` },
    { reason: 'Created', message: `Created container: ${name}` },
    { reason: 'Started', message: `Started container ${name}` },
  ];
  const back: Said = { reason: 'BackOff', message: `Back-off restarting failed container ${name}`, type: 'Warning' };
  return reason === 'CrashLoopBackOff' ? [...started, back] : started;
};

const qualityOf = (pod: KubernetesObject): string => {
  const resources = listAt(pod, 'spec', 'containers').map((container) => objectAt(container, 'resources'));
  const isGuaranteed = resources.every(({ requests, limits }) =>
    ['cpu', 'memory'].every((name) => textAt(limits, name) !== '' && textAt(requests, name) === textAt(limits, name)),
  );
  if (isGuaranteed) return 'Guaranteed';
  return resources.every(({ requests, limits }) => requests === undefined && limits === undefined) ? 'BestEffort' : 'Burstable';
};
