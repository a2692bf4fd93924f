import { LineclearError } from '@lineclear/core/plugin';
import type { PullAnswer, PullPlace } from './pull-answer.ts';

/** Under lockdown, refuses the code of somebody who may not write: there is no telling text from code. */
export const checkReadable = async ({ pull, reader, repository, signal }: Omit<PullPlace, 'number'> & { pull: PullAnswer }) => {
  if (!reader.isLockedDown) return;
  const login = pull.user?.login;
  if (login !== undefined && (await reader.writeAccess.mayWrite({ repository, login, signal }))) return;
  throw new LineclearError(
    'forbidden',
    `The author of #${pull.number} may not write to ${repository}, and this profile is locked down.`,
    {
      hint: 'Ask a person to look at the changes on GitHub.',
      details: { reason: 'lockdown' },
    },
  );
};
