import * as z from 'zod';

/**
 * An input field for a text of a form, of at most `longest` characters where the pattern does not say it. As a refinement: in the published
 * schema a pattern costs a model more than it tells, and the error says what is wanted.
 */
export const shapedText = ({
  pattern,
  longest = Number.POSITIVE_INFINITY,
  error,
}: {
  pattern: RegExp;
  longest?: number;
  error: string;
}) => z.string().refine((text) => text.length <= longest && pattern.test(text), error);
