import * as z from 'zod';
import type { PullPlace } from './pull-answer.ts';

/** https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
export const fileAnswer = z.object({
  filename: z.string(),
  status: z.string(),
  additions: z.int(),
  deletions: z.int(),
  previous_filename: z.string().optional(),
  // Absent for what is binary, too large, or only renamed.
  patch: z.string().optional(),
});
export type FileAnswer = z.output<typeof fileAnswer>;

/** All files of a pull request; GitHub lists 3,000 at most. */
export const readFiles = ({ number, ...asked }: PullPlace): Promise<readonly FileAnswer[]> =>
  asked.reader.all({
    ...asked,
    path: '/pulls/{pull_number}/files',
    values: { pull_number: number },
    item: fileAnswer,
    most: 3_000,
  });
