import { pauseTool } from '../pause.ts';

export const k8sRolloutPause = pauseTool({
  name: 'k8s_rollout_pause',
  description: 'Let changes of a deployment wait. k8s_rollout_resume rolls them out.',
  paused: true,
  undo: 'k8s_rollout_resume',
  effect: 'pods that are replaced half-way stay so, and changes of its template wait.',
});
