import type { Colour } from './canvas.ts';

const palette: readonly Colour[] = [
  [47, 111, 222],
  [232, 113, 10],
  [26, 152, 80],
  [214, 47, 60],
  [138, 79, 211],
  [18, 165, 184],
  [224, 95, 168],
  [140, 90, 43],
  [158, 154, 0],
  [107, 114, 128],
];
export const white: Colour = [255, 255, 255];
export const ink: Colour = [38, 43, 51];
export const faint: Colour = [104, 113, 125];
export const grid: Colour = [231, 234, 238];
export const frame: Colour = [176, 184, 194];

/** Of the series with this index; ten are different. */
export const colourOf = (index: number): Colour => palette[index % palette.length] ?? ink;
