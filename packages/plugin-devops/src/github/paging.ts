import * as z from 'zod';

// As a refinement: the keyword would stand in the definition of nearly every tool.
const atLeastOne = (number: number): boolean => number >= 1;

/** An input field for what is counted from 1: a page, a number, an id. */
export const fromOne = (description: string) => z.int().refine(atLeastOne, 'Use 1 or more.').describe(description);

/** Which part of a list is wanted. */
export const paging = {
  limit: z.int().max(100).refine(atLeastOne, 'Use 1 or more.').default(30).describe('At most.'),
  page: fromOne('A next_page.').default(1),
};

/** Null on the last page. */
export const nextPage = z.int().nullable();

export const nextPageOf = ({ nextPage: page }: { readonly nextPage: number | undefined }): number | null => page ?? null;
