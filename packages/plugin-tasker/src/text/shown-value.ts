import * as z from 'zod';

/** A value of somebody's data in an answer, whole or as the beginning of its JSON. */
export const shownValue = z.object({
  value: z.unknown().describe('Text where left_out_characters > 0: the beginning of the JSON.'),
  left_out_characters: z.int(),
});
export type ShownValue = { readonly value: unknown; readonly left_out_characters: number };

/** Keeps a value that is small enough; of a larger one the first `maxCharacters` of its JSON, and how much is missing. */
export const toShownValue = ({ value, maxCharacters }: { value: unknown; maxCharacters: number }): ShownValue => {
  const text = JSON.stringify(value ?? null);
  if (text.length <= maxCharacters) return { value: value ?? null, left_out_characters: 0 };
  return { value: text.slice(0, maxCharacters).toWellFormed(), left_out_characters: text.length - maxCharacters };
};
