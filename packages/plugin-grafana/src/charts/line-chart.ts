import { valueAxis } from './axis-ticks.ts';
import { Canvas, type Colour } from './canvas.ts';
import { type ChartSeries, toLines } from './chart-series.ts';
import { drawText, fitText, textWidth } from './draw-text.ts';
import { formatTicks, formatValue } from './format-value.ts';
import { encodePng } from './png.ts';
import { rangeLabel, timeTicks } from './time-ticks.ts';

/** Lines that one picture shows; more cannot be told apart. */
export const mostSeries = 10;

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
const white: Colour = [255, 255, 255];
const ink: Colour = [38, 43, 51];
const faint: Colour = [104, 113, 125];
const grid: Colour = [231, 234, 238];
const frame: Colour = [176, 184, 194];

const width = 1_000;
const plotTop = 48;
const plotHeight = 320;
const margin = 24;
const rowHeight = 22;

/**
 * A picture of up to {@link mostSeries} series over time as PNG: axes, a grid, and a legend with the last values. Times are UTC. Equal
 * series yield equal bytes.
 */
export const drawLineChart = ({
  title,
  series,
  fromMs,
  toMs,
  gapMs = Number.POSITIVE_INFINITY,
}: {
  title: string;
  series: readonly ChartSeries[];
  fromMs: number;
  toMs: number;
  /** Points farther apart than that are not joined. */
  gapMs?: number;
}): Uint8Array => {
  const shown = series.slice(0, mostSeries);
  const rows = Math.ceil(shown.length / 2);
  const height = plotTop + plotHeight + 48 + Math.max(1, rows) * rowHeight + 8;
  const canvas = new Canvas({ width, height, background: white });
  const axis = valueAxis({ values: shown.flatMap(({ points }) => points.map(({ value }) => value)) });
  const tickLabels = formatTicks(axis);
  const left = margin + Math.ceil(Math.max(...tickLabels.map((label) => textWidth(label)))) + 8;
  const plot = { left, right: width - margin, top: plotTop, bottom: plotTop + plotHeight };
  const toX = (timeMs: number): number => plot.left + ((timeMs - fromMs) / (toMs - fromMs)) * (plot.right - plot.left);
  const toY = (value: number): number =>
    plot.bottom - (value / (axis.max - axis.min) - axis.min / (axis.max - axis.min)) * plotHeight;

  const range = rangeLabel({ fromMs, toMs });
  drawText({ canvas, text: range, x: plot.right, y: 18, colour: faint, align: 'right' });
  drawText({
    canvas,
    text: fitText({ text: title, width: width - margin * 3 - textWidth(range) }),
    x: margin,
    y: 18,
    colour: ink,
  });
  for (const [index, value] of axis.ticks.entries()) {
    const y = Math.round(toY(value));
    canvas.rectangle({ x: plot.left, y, width: plot.right - plot.left, height: 1, colour: value === 0 ? frame : grid });
    drawText({ canvas, text: tickLabels[index] ?? '', x: plot.left - 8, y: y - 5, colour: faint, align: 'right' });
  }
  for (const { timeMs, label } of timeTicks({ fromMs, toMs, count: 10 })) {
    const x = Math.round(toX(timeMs));
    canvas.rectangle({ x, y: plot.top, width: 1, height: plotHeight, colour: grid });
    canvas.rectangle({ x, y: plot.bottom, width: 1, height: 5, colour: frame });
    drawText({
      canvas,
      text: label,
      x: clampLabel({ x, half: textWidth(label) / 2 }),
      y: plot.bottom + 11,
      colour: faint,
      align: 'centre',
    });
  }
  canvas.rectangle({ x: plot.left, y: plot.bottom, width: plot.right - plot.left, height: 1, colour: frame });

  const place = ({ timeMs, value }: { timeMs: number; value: number }) => ({ x: toX(timeMs), y: toY(value) });
  // The first series is the last to be painted, so that it is never hidden.
  for (const [index, one] of [...shown.entries()].toReversed()) {
    canvas.stroke({ lines: toLines({ series: one, gapMs, place }), thickness: 2, colour: colourOf(index) });
  }
  drawLegend({ canvas, series: shown, top: plot.bottom + 44 });
  return encodePng(canvas);
};

const drawLegend = ({ canvas, series, top }: { canvas: Canvas; series: readonly ChartSeries[]; top: number }): void => {
  if (series.length === 0)
    drawText({ canvas, text: 'No data in this range', x: width / 2, y: top, colour: faint, align: 'centre' });
  const columnWidth = (width - margin * 3) / 2;
  for (const [index, { name, points }] of series.entries()) {
    const x = margin + (index % 2) * (columnWidth + margin);
    const y = top + Math.floor(index / 2) * rowHeight;
    const last = points.at(-1);
    const value = last === undefined ? '' : formatValue(last.value);
    const room = columnWidth - 26 - textWidth(value) - 14;
    canvas.rectangle({ x, y: y + 3, width: 16, height: 5, colour: colourOf(index) });
    drawText({ canvas, text: fitText({ text: name, width: room }), x: x + 24, y, colour: ink });
    drawText({ canvas, text: value, x: x + columnWidth, y, colour: faint, align: 'right' });
  }
};

const colourOf = (index: number): Colour => palette[index % palette.length] ?? ink;

/** Keeps labels at the ends of the axis inside of the picture. */
const clampLabel = ({ x, half }: { x: number; half: number }): number => Math.min(width - 4 - half, Math.max(4 + half, x));
