import type { Canvas } from './canvas.ts';
import { colourOf, faint, ink } from './chart-colours.ts';
import type { ChartSeries } from './chart-series.ts';
import { drawText, fitText, textWidth } from './draw-text.ts';
import { formatValue } from './format-value.ts';
import { margin, width } from './chart-size.ts';

/** Pixels of one row of names. */
export const rowHeight = 22;

/** Columns of names: long names get the whole width, as long as there are few of them. */
export const legendColumns = (series: readonly ChartSeries[]): number => {
  const room = columnWidthOf(2) - 110;
  return series.length <= 5 && series.some(({ name }) => textWidth(name) > room) ? 1 : 2;
};

/** The colour, the name and the last value of every series. */
export const drawLegend = ({
  canvas,
  series,
  columns,
  top,
}: {
  canvas: Canvas;
  series: readonly ChartSeries[];
  columns: number;
  top: number;
}): void => {
  if (series.length === 0)
    drawText({ canvas, text: 'No data in this range', x: width / 2, y: top, colour: faint, align: 'centre' });
  const columnWidth = columnWidthOf(columns);
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
