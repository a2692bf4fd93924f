import { LineclearError, quoted } from '@lineclear/core/plugin';

/** What is answered for a pod that takes no connections. */
export const notRunning = (pod: string): LineclearError =>
  new LineclearError('conflict', `The pod ${quoted(pod)} does not run.`, {
    hint: 'k8s_describe shows why.',
    details: { reason: 'not_running' },
    effect: 'none',
  });
