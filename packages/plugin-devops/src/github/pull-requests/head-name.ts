import * as z from 'zod';
import { isBranchName } from '../../git/branch-name.ts';

/** An input field for the branch with the commits: `topic`, or `somebody:topic` in a fork. */
export const headName = (description: string) =>
  z
    .string()
    .refine((text) => isBranchName(text.replace(/^[A-Za-z0-9][\w-]{0,98}:/, '')), 'Not a branch, or owner:branch.')
    .describe(description);

/** The head with its owner, as filters of GitHub want it. */
export const qualifiedHead = ({ head, repository }: { head: string; repository: string }): string =>
  head.includes(':') ? head : `${repository.split('/')[0]}:${head}`;
