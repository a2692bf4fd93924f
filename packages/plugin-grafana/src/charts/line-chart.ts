import { valueAxis } from './axis-ticks.ts';
import { Canvas, softShades } from './canvas.ts';
import { colourOf, faint, frame, grid, ink, white } from './chart-colours.ts';
import { type ChartSeries, toLines } from './chart-series.ts';
import { legendTop, margin, plotHeight, plotTop, width } from './chart-size.ts';
import { drawText, fitText, textWidth } from './draw-text.ts';
import { formatTicks } from './format-value.ts';
import { drawLegend, legendColumns, rowHeight } from './legend.ts';
import { encodePng } from './png.ts';
import { rangeLabel, timeTicks } from './time-ticks.ts';

/** Lines that one picture shows; more cannot be told apart. */
export const mostSeries = 10;

interface Chart {
  readonly title: string;
  readonly series: readonly ChartSeries[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Points farther apart than that are not joined. */
  readonly gapMs?: number;
  /** How many series there are, where `series` are not all of them. */
  readonly total?: number;
}

/** Bytes of a picture: it travels as text through every client. */
const mostBytes = 100_000;

/**
 * A picture of up to {@link mostSeries} series over time as PNG, at most 100 kB: axes, a grid, and a legend with the last values. Times are
 * UTC. Equal series yield equal bytes.
 */
export const drawLineChart = (chart: Chart): Uint8Array => {
  // Where many series are noise, soft edges are most of the bytes, and nobody could follow the lines anyway.
  for (const shades of [softShades, 3]) {
    const png = encodePng(drawCanvas({ ...chart, shades }));
    if (png.length <= mostBytes) return png;
  }
  return encodePng(drawCanvas({ ...chart, shades: 1 }));
};

const drawCanvas = ({
  title,
  series,
  fromMs,
  toMs,
  gapMs = Number.POSITIVE_INFINITY,
  total = series.length,
  shades,
}: Chart & { shades: number }): Canvas => {
  const shown = series.slice(0, mostSeries);
  const columns = legendColumns(shown);
  const rows = Math.ceil(shown.length / columns);
  const height = plotTop + plotHeight + legendTop + rows * rowHeight + 12;
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
  for (const { timeMs, label } of timeTicks({ fromMs, toMs, count: 8 })) {
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
    canvas.stroke({ lines: toLines({ series: one, gapMs, place }), thickness: 2, dot: 7, colour: colourOf(index), shades });
  }
  const nothing = emptiness(shown);
  if (nothing !== undefined) drawNotice({ canvas, text: nothing, x: (plot.left + plot.right) / 2, y: plotTop + plotHeight / 2 });
  const note = total > shown.length ? `The first ${shown.length} of ${total} series` : '';
  drawLegend({ canvas, series: shown, columns, note, top: plot.bottom + legendTop });
  return canvas;
};

/** Why there are no lines; undefined where there are some. */
const emptiness = (shown: readonly ChartSeries[]): string | undefined => {
  const values = shown.flatMap(({ points }) => points.map(({ value }) => value));
  if (values.length === 0) return 'No data in this range';
  return values.some(Number.isFinite) ? undefined : 'Nothing but NaN and infinite values in this range';
};

/** A text in the middle of the plot, with the grid away from behind it. */
const drawNotice = ({ canvas, text, x, y }: { canvas: Canvas; text: string; x: number; y: number }): void => {
  const half = Math.ceil(textWidth(text) / 2) + 12;
  canvas.rectangle({ x: Math.round(x) - half, y: Math.round(y) - 14, width: half * 2, height: 30, colour: white });
  drawText({ canvas, text, x, y: y - 6, colour: faint, align: 'centre' });
};

/** Keeps labels at the ends of the axis inside of the picture. */
const clampLabel = ({ x, half }: { x: number; half: number }): number => Math.min(width - 4 - half, Math.max(4 + half, x));
