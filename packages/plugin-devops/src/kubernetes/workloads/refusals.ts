import { LineclearError, quoted } from '@lineclear/core/plugin';

/** What is answered where nothing would change, so that a plan is never made for nothing. */
export const unchanged = ({ what, is }: { what: string; is: string }): LineclearError =>
  new LineclearError('conflict', `${what} is ${is} already.`, {
    hint: 'There is nothing to do.',
    details: { reason: 'unchanged' },
    effect: 'none',
  });

/** A paused rollout keeps every change back, so these tools would seem to work and do nothing. */
export const isPaused = (name: string): LineclearError =>
  new LineclearError('conflict', `The rollout of ${quoted(name)} is paused.`, {
    hint: 'Resume it with k8s_rollout_resume first.',
    details: { reason: 'paused' },
    effect: 'none',
  });
