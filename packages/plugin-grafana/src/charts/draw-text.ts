import type { Canvas, Colour, Point } from './canvas.ts';
import { type Glyph, glyphOf } from './glyphs.ts';

/** Pixels from one dot of the font to the next: 1.6 makes capitals about 11 pixels high. */
const defaultSize = 1.6;

/** Pixels that a text takes in a row. */
export const textWidth = (text: string, size = defaultSize): number =>
  [...text].reduce((width, character) => width + glyphOf(character).advance * size, 0);

/**
 * Writes a line of text whose capitals begin at `y`. The dots of the font are joined to strokes, which reads better than dots do. `align`
 * says which end of the text `x` is.
 */
export const drawText = ({
  canvas,
  text,
  x,
  y,
  colour,
  size = defaultSize,
  align = 'left',
}: Point & {
  canvas: Canvas;
  text: string;
  colour: Colour;
  size?: number;
  align?: 'left' | 'centre' | 'right';
}): void => {
  const width = textWidth(text, size);
  let left = x - (align === 'left' ? 0 : align === 'right' ? width : width / 2);
  const lines: Point[][] = [];
  for (const character of text) {
    const glyph = glyphOf(character);
    const place = ([column, row]: readonly [number, number]): Point => ({
      x: left + (column + 1) * size,
      y: y + (row + 0.5) * size,
    });
    lines.push(...strokesOf(glyph).map((stroke) => stroke.map(place)));
    left += glyph.advance * size;
  }
  canvas.stroke({ lines, thickness: size * 0.85, colour });
};

/** The text, or as much of its beginning as fits, with an ellipsis. */
export const fitText = ({ text, width, size = defaultSize }: { text: string; width: number; size?: number }): string => {
  if (textWidth(text, size) <= width) return text;
  let room = width - textWidth('…', size);
  let fitting = '';
  for (const character of text) {
    room -= textWidth(character, size);
    if (room < 0) break;
    fitting += character;
  }
  return `${fitting}…`;
};

type Dot = readonly [column: number, row: number];

/** Neighbouring dots joined; corner to corner only where no dot lies between, so that corners stay sharp. */
const strokesOf = ({ dots }: Glyph): readonly (readonly Dot[])[] => {
  const has = (column: number, row: number): boolean => dots.some((dot) => dot[0] === column && dot[1] === row);
  return dots.flatMap((dot) => {
    const [column, row] = dot;
    const joined: Dot[] = [];
    if (has(column + 1, row)) joined.push([column + 1, row]);
    if (has(column, row + 1)) joined.push([column, row + 1]);
    for (const side of [-1, 1]) {
      if (has(column + side, row + 1) && !has(column + side, row) && !has(column, row + 1)) joined.push([column + side, row + 1]);
    }
    const isAlone = joined.length === 0 && !touches({ dot, has });
    return isAlone ? [[dot]] : joined.map((other): readonly Dot[] => [dot, other]);
  });
};

const touches = ({ dot: [column, row], has }: { dot: Dot; has: (column: number, row: number) => boolean }): boolean =>
  [-1, 0, 1].some((across) => [-1, 0, 1].some((down) => (across !== 0 || down !== 0) && has(column + across, row + down)));
