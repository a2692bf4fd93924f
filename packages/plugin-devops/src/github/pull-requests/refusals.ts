import { LineclearError } from '@lineclear/core/plugin';
import { type PullAnswer, stateOf } from './pull-answer.ts';

/** Why something cannot be done to a pull request as it is; a preview carries it beside its guard. */
export const refused = ({ message, hint, reason }: { message: string; hint: string; reason: string }): LineclearError =>
  new LineclearError('conflict', message, { hint, details: { reason } });

/** The part of a preview that refuses what only an open pull request allows. */
export const closedRefusal = (pull: PullAnswer): { readonly refusal?: LineclearError } => {
  const state = stateOf(pull);
  if (state === 'open') return {};
  const hint = state === 'merged' ? 'Open another one for further changes.' : 'Use github_pr_update to reopen it.';
  return { refusal: refused({ message: `#${pull.number} is ${state}.`, hint, reason: state }) };
};
