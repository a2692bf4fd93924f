import { LineclearError, quoted } from '@lineclear/core/plugin';

/** Statuses that GitHub wants to be good before it deploys. */
export const checksMissing = ({
  commit,
  failed,
  pending,
}: {
  commit: string;
  failed: readonly string[];
  pending: readonly string[];
}): LineclearError =>
  new LineclearError(
    'conflict',
    [
      `${commit.slice(0, 12)} cannot be deployed.`,
      ...(failed.length === 0 ? [] : [`Failed: ${failed.map(quoted).join(', ')}.`]),
      ...(pending.length === 0 ? [] : [`Pending: ${pending.map(quoted).join(', ')}.`]),
    ].join(' '),
    {
      hint: 'Wait for the statuses or mend them; required_contexts names those that count.',
      details: { reason: 'checks', failed, pending },
    },
  );

/** A deployment whose last status is the one that is wanted. */
export const stateUnchanged = ({ id, state }: { id: number; state: string }): LineclearError =>
  new LineclearError('conflict', `The last status of deployment ${id} says just that: ${state}.`, {
    hint: 'There is nothing to do.',
    details: { reason: 'unchanged', state },
  });
