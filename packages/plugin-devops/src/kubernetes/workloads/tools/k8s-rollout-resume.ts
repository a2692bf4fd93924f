import { pauseTool } from '../pause.ts';

export const k8sRolloutResume = pauseTool({
  name: 'k8s_rollout_resume',
  description: 'Let a paused rollout go on. k8s_rollout_pause stops it.',
  paused: false,
  undo: 'k8s_rollout_pause',
  effect: 'what changed of its template in the meantime is rolled out.',
});
