import type { KubernetesObject } from './object.ts';
import { listAt } from './object.ts';

/** Whether a pod takes requests. */
export const isReady = (pod: KubernetesObject): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  listAt(pod, 'status', 'conditions').some(({ type, status }) => type === 'Ready' && status === 'True');
