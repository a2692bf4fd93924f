import * as z from 'zod';

// U+FE0F only picks the colourful form of an emoji; other characters that nobody sees would make one path look like another.
const hidden = /(?!\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;

// git would refuse a name of its own, and a path of dots would lead to another endpoint.
const isPath = (text: string): boolean =>
  text.length <= 1_000 &&
  text.isWellFormed() &&
  !hidden.test(text) &&
  !text.includes('\\') &&
  text.split('/').every((part) => part !== '' && !/^(?:\.{1,2}|\.git)$/i.test(part) && !/^(?:%2e){1,2}$/i.test(part));

/** An input field for the path of a file or folder in a repository. */
export const filePath = (description: string) =>
  z
    .string()
    .refine(isPath, 'Relative to the top of the repository, with "/" between names, and without "." or "..".')
    .describe(description);
