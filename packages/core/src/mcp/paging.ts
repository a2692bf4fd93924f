import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { errorTable } from '../plugin/errors.ts';
import type { Page } from '../registry/types.ts';

const pageSize = 1_000;

/** The page that a cursor names; an unknown cursor is -32602. */
export const pageAt = ({ pages, cursor }: { pages: readonly Page[]; cursor: string | undefined }): Page | undefined => {
  if (cursor === undefined) return pages[0];
  const page = pages[pages.findIndex((candidate) => candidate.nextCursor === cursor) + 1];
  if (page === undefined || page === pages[0]) throw unknownCursor();
  return page;
};

/** Cuts a list into pages; a cursor is the index of the page's first item. */
export const cutPage = <Item>({
  items,
  cursor,
}: {
  items: readonly Item[];
  cursor: string | undefined;
}): { readonly items: readonly Item[]; readonly nextCursor?: string } => {
  const start = cursor === undefined ? 0 : Number(cursor);
  if (cursor !== undefined && (String(start) !== cursor || start % pageSize !== 0 || start <= 0 || start >= items.length))
    throw unknownCursor();
  const end = start + pageSize;
  const page = items.slice(start, end);
  return end < items.length ? { items: page, nextCursor: String(end) } : { items: page };
};

const unknownCursor = (): ProtocolError =>
  new ProtocolError(ProtocolErrorCode.InvalidParams, 'There is no such page', {
    code: 'invalid_input',
    message: errorTable.invalid_input.meaning,
    hint: 'List again without a cursor.',
  });
