import * as z from 'zod';

// As refinements: as keywords, limits would stand in the definition of nearly every tool.

/** A text of one character at least. */
export const someText = (longest: number) =>
  z.string().refine((text) => text.length >= 1 && text.length <= longest, `use 1 to ${longest} characters`);

/** A whole number from 1 on. */
export const upTo = (most: number) => z.int().refine((number) => number >= 1 && number <= most, `use 1 to ${most}`);
