import * as z from 'zod';

/**
 * A text that says something, of at most so many characters. The bound is no part of the definition that clients are sent: it guards
 * against nonsense, and nobody has to know it beforehand.
 */
export const limitedText = (most: number) =>
  z
    .string()
    .trim()
    .refine((text) => text !== '' && text.length <= most, { error: `1 to ${most} characters` });
