import { k8sRolloutPause } from './tools/k8s-rollout-pause.ts';
import { k8sRolloutRestart } from './tools/k8s-rollout-restart.ts';
import { k8sRolloutResume } from './tools/k8s-rollout-resume.ts';
import { k8sRolloutUndo } from './tools/k8s-rollout-undo.ts';
import { k8sScale } from './tools/k8s-scale.ts';
import { k8sSetResources } from './tools/k8s-set-resources.ts';

/** Restart, undo, pause, scale and size workloads. */
export const workloadTools = [k8sRolloutPause, k8sRolloutRestart, k8sRolloutResume, k8sRolloutUndo, k8sScale, k8sSetResources];
