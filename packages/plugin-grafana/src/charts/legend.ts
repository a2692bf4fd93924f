import type { Canvas } from './canvas.ts';
import { colourOf, faint, ink } from './chart-colours.ts';
import type { ChartSeries } from './chart-series.ts';
import { drawText, fitText, textWidth } from './draw-text.ts';
import { formatValue } from './format-value.ts';
import { margin, width } from './chart-size.ts';

/** Pixels of one row of names. */
export const rowHeight = 22;

/** Columns of names: long names get the whole width, because what tells them apart is often at their end. */
export const legendColumns = (series: readonly ChartSeries[]): number => {
  const room = columnWidthOf(2) - 110;
  return series.length === 1 || series.some(({ name }) => textWidth(name) > room) ? 1 : 2;
};

/** The colour, the name and the last value of every series, below a row that says so and holds a note. */
export const drawLegend = ({
  canvas,
  series,
  columns,
  note,
  top,
}: {
  canvas: Canvas;
  series: readonly ChartSeries[];
  columns: number;
  note: string;
  top: number;
}): void => {
  const columnWidth = columnWidthOf(columns);
  drawText({ canvas, text: note, x: margin, y: top - rowHeight, colour: faint });
  for (let column = 0; column < Math.min(columns, series.length); column++) {
    const end = margin + column * (columnWidth + margin) + columnWidth;
    drawText({ canvas, text: 'last', x: end, y: top - rowHeight, colour: faint, align: 'right' });
  }
  for (const [index, { name, points }] of series.entries()) {
    const x = margin + (index % columns) * (columnWidth + margin);
    const y = top + Math.floor(index / columns) * rowHeight;
    const last = points.at(-1);
    const value = last === undefined ? '' : formatValue(last.value);
    const room = columnWidth - 26 - textWidth(value) - 14;
    canvas.rectangle({ x, y: y + 3, width: 16, height: 5, colour: colourOf(index) });
    drawText({ canvas, text: fitText({ text: name, width: room }), x: x + 24, y, colour: ink });
    drawText({ canvas, text: value, x: x + columnWidth, y, colour: faint, align: 'right' });
  }
};

const columnWidthOf = (columns: number): number => (width - margin * (columns + 1)) / columns;
