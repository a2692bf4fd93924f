import { k8sRolloutHistory } from './tools/k8s-rollout-history.ts';
import { k8sRolloutStatus } from './tools/k8s-rollout-status.ts';

export const rolloutReads = [k8sRolloutStatus, k8sRolloutHistory];
