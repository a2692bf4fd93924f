import { LineclearError } from '@lineclear/core/plugin';
import type { PullAnswer, PullPlace } from './pull-answer.ts';

type Place = Omit<PullPlace, 'number'> & { readonly pull: PullAnswer };

/** Whether what comes from its commits is withheld: under lockdown, where its author may not write. */
export const isWithheld = async ({ pull, reader, repository, signal }: Place): Promise<boolean> => {
  if (!reader.isLockedDown) return false;
  const login = pull.user?.login;
  return login === undefined || !(await reader.writeAccess.mayWrite({ repository, login, signal }));
};

/** Under lockdown, refuses the code of somebody who may not write: there is no telling text from code. */
export const checkReadable = async (place: Place): Promise<void> => {
  if (!(await isWithheld(place))) return;
  throw new LineclearError(
    'forbidden',
    `The author of #${place.pull.number} may not write to ${place.repository}, and this profile is locked down.`,
    {
      hint: 'Ask a person to look at the changes on GitHub.',
      details: { reason: 'lockdown' },
    },
  );
};
