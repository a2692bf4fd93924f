import type { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { PullAnswer } from './pull-answer.ts';
import { refused } from './refusals.ts';

/** An input field for the commit that the caller looked at, which need not be the head any more. */
export const reviewedCommit = z
  .string()
  .refine((text) => /^[0-9a-f]{40}$/.test(text), 'Use the full id of a commit.')
  .optional()
  .describe('The head that you saw.');

/** The part of a preview that refuses a decision on another commit than the one that was looked at. */
export const movedRefusal = ({ pull, commit }: { pull: PullAnswer; commit: string | undefined }): { refusal?: LineclearError } =>
  commit === undefined || commit === pull.head.sha
    ? {}
    : {
        refusal: refused({
          message: `The head of #${pull.number} is ${pull.head.sha}, not the commit that was named.`,
          hint: 'Look at what is new with github_pr_diff, then name its commit.',
          reason: 'moved',
        }),
      };
