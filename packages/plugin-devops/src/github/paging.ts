import * as z from 'zod';

/** Which part of a list is wanted. */
export const paging = {
  limit: z.int().min(1).max(100).default(30).describe('At most.'),
  page: z.int().min(1).default(1).describe('A next_page.'),
};

/** Null on the last page. */
export const nextPage = z.int().nullable();

export const nextPageOf = ({ nextPage: page }: { readonly nextPage: number | undefined }): number | null => page ?? null;
