import type { Point } from './canvas.ts';

/** One line of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** In order of time. A value that is no finite number is a gap. */
  readonly points: readonly { readonly timeMs: number; readonly value: number }[];
}

/**
 * The lines that a series becomes: a new one after every gap. Where many points share two columns of pixels, the highest and the lowest
 * of them stay, so that no peak is lost.
 */
export const toLines = ({
  series,
  gapMs,
  place,
}: {
  series: ChartSeries;
  /** Points farther apart than that are not joined. */
  gapMs: number;
  place: (point: { timeMs: number; value: number }) => Point;
}): readonly (readonly Point[])[] => {
  const lines: Point[][] = [];
  let line: Point[] = [];
  let beforeMs: number | undefined;
  for (const point of series.points) {
    if (!Number.isFinite(point.value)) {
      beforeMs = undefined;
      continue;
    }
    if (beforeMs === undefined || point.timeMs - beforeMs > gapMs) {
      line = [];
      lines.push(line);
    }
    beforeMs = point.timeMs;
    line.push(place(point));
  }
  return lines.map(thinned);
};

const thinned = (line: readonly Point[]): readonly Point[] => {
  const columns = Map.groupBy(line, ({ x }) => Math.floor(x / 2));
  return [...columns.values()].flatMap(extremes);
};

const extremes = (column: readonly Point[]): readonly Point[] => {
  if (column.length <= 2) return column;
  const highest = column.reduce((best, point) => (point.y < best.y ? point : best));
  const lowest = column.reduce((best, point) => (point.y > best.y ? point : best));
  return column.filter((point) => point === highest || point === lowest);
};
