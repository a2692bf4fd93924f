import { type JsonObject, numberAt, objectAt, textAt } from '../../json/json-value.ts';

const columns = 24;
/** Far beyond any screen: only that sums stay exact. */
const lowest = 1e12;
const tallest = 1_000;

/** A place on the grid, in columns and rows. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const isPlaced = (box: { readonly [Key in keyof Box]: number | undefined }): box is Box =>
  isWithin(box.x, 0, columns - 1) &&
  isWithin(box.y, 0, lowest) &&
  isWithin(box.w, 1, columns) &&
  isWithin(box.h, 1, tallest) &&
  (box.x ?? 0) + (box.w ?? 0) <= columns;

/** The indices of boxes that lie over an earlier one that stays. */
export const overlapping = (boxes: readonly (Box | undefined)[]): readonly number[] => {
  const staying: Box[] = [];
  return boxes.flatMap((box, index) => {
    if (box === undefined) return [];
    if (staying.some((other) => overlap(box, other))) return [index];
    staying.push(box);
    return [];
  });
};

/** The size that a panel has or, where it has none, that suits its type. */
export const sizeOf = (panel: JsonObject): { readonly w: number; readonly h: number } => {
  const type = textAt(panel, 'type') ?? '';
  if (type === 'row') return { w: columns, h: 1 };
  const position = objectAt(panel, 'gridPos');
  const [w, h] = [numberAt(position, 'w'), numberAt(position, 'h')];
  const usual = /^(?:stat|gauge|bargauge)$/.test(type)
    ? { w: 6, h: 4 }
    : /^(?:logs|table|text)$/.test(type)
      ? { w: columns, h: 8 }
      : { w: 12, h: 8 };
  return { w: isWithin(w, 1, columns) ? w : usual.w, h: isWithin(h, 1, tallest) ? h : usual.h };
};

/** Places for panels in their order: from the left, in lines as high as their highest panel. */
export const flow = ({
  sizes,
  top,
}: {
  sizes: readonly { readonly w: number; readonly h: number }[];
  top: number;
}): readonly Box[] => {
  let [x, y, lineHeight] = [0, top, 0];
  return sizes.map(({ w, h }) => {
    if (x + w > columns) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const box = { x, y, w, h };
    x += w;
    lineHeight = Math.max(lineHeight, h);
    return box;
  });
};

const isWithin = (value: number | undefined, least: number, most: number): value is number =>
  value !== undefined && Number.isInteger(value) && value >= least && value <= most;

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;
