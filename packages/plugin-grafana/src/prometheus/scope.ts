import { parseRange, type TimeRange } from '../time/time-range.ts';

/** The range that names are looked up in: none where no end is given, so that everything that is kept counts. */
export const optionalRange = ({
  start,
  end,
  nowMs,
}: {
  start: string | undefined;
  end: string | undefined;
  nowMs: number;
}): TimeRange | undefined =>
  start === undefined && end === undefined ? undefined : parseRange({ from: start, to: end, defaultFrom: 'now-6h', nowMs });

/** A part of a list, and how much of it is missing. */
export const page = <Item>({
  items,
  limit,
  offset = 0,
}: {
  items: readonly Item[];
  limit: number;
  offset?: number;
}): { readonly shown: readonly Item[]; readonly leftOut: number } => {
  const shown = items.slice(offset, offset + limit);
  return { shown, leftOut: Math.max(0, items.length - offset - shown.length) };
};
