import { isShownWhole } from '@lineclear/core/plugin';
import * as z from 'zod';

// What nobody sees would make one path look like another; git would refuse a name of its own, and a path of dots would lead to another endpoint.
const isPath = (text: string): boolean =>
  text.length <= 1_000 &&
  isShownWhole(text) &&
  !/[\n\t\\]/.test(text) &&
  text.split('/').every((part) => part !== '' && !/^(?:\.{1,2}|\.git)$/i.test(part) && !/^(?:%2e){1,2}$/i.test(part));

/** An input field for the path of a file or folder in a repository. */
export const filePath = (description: string) =>
  z
    .string()
    .refine(isPath, 'Relative to the top of the repository, with "/" between names, and without "." or "..".')
    .describe(description);
