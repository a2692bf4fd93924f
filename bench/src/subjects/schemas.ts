import * as z from 'zod';

/** What the no-op tool takes and answers, the same in every server. */
export const noOpInput = z.object({ id: z.string().min(1).max(64).describe('Any id, for example a') });
export const noOpOutput = z.object({ ok: z.boolean().describe('Always true') });

/** The input of the tools that only make lists longer: about what a search tool takes. */
export const searchInput = z.object({
  query: z.string().min(1).max(200).describe('The words to look for, for example invoice'),
  limit: z.int().min(1).max(100).default(20).describe('How many results, for example 20'),
  mode: z.enum(['fast', 'exact', 'fuzzy']).optional().describe('How to compare, for example exact'),
  filters: z
    .array(
      z.object({
        field: z.string().describe('The field, for example status'),
        operator: z.enum(['equals', 'less', 'greater']).describe('How to compare, for example equals'),
        value: z.union([z.string(), z.number()]).describe('The value, for example open'),
      }),
    )
    .optional()
    .describe('Conditions that all have to hold'),
});

export const noOpDescription = 'Do nothing and say so.';

/** The names and descriptions of `count` tools that only make lists longer. */
export const searches = (count: number): readonly { readonly name: string; readonly description: string }[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `search_${index}`,
    description: `Search collection number ${index}. Use another number for another collection.`,
  }));
