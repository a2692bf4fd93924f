import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';

/** `owner/name`, as an argument. It is never guessed: nothing falls back to another repository. */
export const repositoryName = z
  .string()
  // Not as a pattern of the schema, which would stand in the definition of every tool.
  .refine((text) => /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})\/(?!\.{1,2}$)[\w.-]{1,100}$/.test(text), 'use owner/name')
  .describe('owner/name');

/** Refuses repositories that the profile does not name. */
export const checkReach = ({ repository, allowed }: { repository: string; allowed: readonly string[] | undefined }): void => {
  if (isWithinReach({ repository, allowed })) return;
  throw new LineclearError('forbidden', `${repository} is not among the repositories of this profile.`, {
    hint: 'Name one that github.repositories allows, or ask the operator to add it.',
    details: { reason: 'repository' },
  });
};

export const isWithinReach = ({
  repository,
  allowed,
}: {
  repository: string;
  allowed: readonly string[] | undefined;
}): boolean => {
  if (allowed === undefined) return true;
  const name = repository.toLowerCase();
  const [owner = ''] = name.split('/');
  return allowed.some((entry) => [name, `${owner}/*`].includes(entry.toLowerCase()));
};
