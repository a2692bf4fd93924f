import { describe, expect, test } from 'vitest';
import { legendTop, plotHeight, plotTop } from './chart-size.ts';
import type { ChartSeries } from './chart-series.ts';
import { drawLineChart, mostSeries } from './line-chart.ts';
import { decodePng, type Picture } from './test/decode-png.ts';

const fromMs = Date.parse('2026-11-21T12:00:00Z');
const toMs = fromMs + 3_600_000;
const series = (name: string, valueAt: (share: number) => number, count = 61): ChartSeries => ({
  name,
  points: Array.from({ length: count }, (_, index) => ({
    timeMs: fromMs + (index * (toMs - fromMs)) / (count - 1),
    value: valueAt(index / (count - 1)),
  })),
});
const draw = (all: readonly ChartSeries[], more: { gapMs?: number; title?: string; total?: number } = {}): Picture =>
  decodePng(drawLineChart({ title: 'up', series: all, fromMs, toMs, ...more }));

const plotBottom = plotTop + plotHeight;
/** Whether anything is painted in a part of the picture. */
const isPainted = ({ picture, x, y, width, height }: { picture: Picture; x: number; y: number; width: number; height: number }) =>
  Array.from({ length: width * height }, (_, index) => picture.at(x + (index % width), y + Math.floor(index / width))).some(
    ([red = 255]) => red < 160,
  );

const wave = (share: number): number => Math.sin(share * 20);
const blue = [47, 111, 222];
const orange = [232, 113, 10];
/** Rows of a column that have exactly this colour. */
const rowsOf = ({ picture, x, colour }: { picture: Picture; x: number; colour: readonly number[] }): readonly number[] =>
  Array.from({ length: picture.height }, (_, y) => y).filter((y) =>
    picture.at(x, y).every((value, index) => value === colour[index]),
  );
const plotted = (rows: readonly number[]): readonly number[] => rows.filter((y) => y >= 48 && y <= 368);

test('a rising line runs from the bottom on the left to the top on the right', () => {
  const picture = draw([series('rising', (share) => share * 100)]);
  const [left, middle, right] = [200, 500, 900].map((x) => plotted(rowsOf({ picture, x, colour: blue }))[0] ?? Number.NaN);
  expect(left).toBeGreaterThan(middle ?? 0);
  expect(middle).toBeGreaterThan(right ?? 0);
  // The middle of the axis of time is at half the height.
  const centre = plotted(rowsOf({ picture, x: 516, colour: blue }));
  expect(Math.abs((centre[0] ?? 0) - 208)).toBeLessThan(4);
});

test('edges are soft: between the line and the background there are shades', () => {
  const picture = draw([series('slanted', (share) => share * 10)]);
  const column = Array.from({ length: 320 }, (_, index) => picture.at(333, 48 + index));
  const shades = column.filter((pixel) => pixel[2] !== 255 && pixel[2] !== blue[2] && (pixel[0] ?? 255) < 231);
  expect(shades.length).toBeGreaterThanOrEqual(1);
});

test('ten series have ten colours, and the first is never hidden', () => {
  const flat = Array.from({ length: 12 }, (_, index) => series(`s${index}`, () => index));
  const picture = draw(flat);
  const swatches = Array.from({ length: mostSeries }, (_, index) =>
    picture.at(28 + (index % 2) * 488, plotBottom + legendTop + 5 + Math.floor(index / 2) * 22).join(),
  );
  expect(new Set(swatches).size).toBe(10);
  expect(swatches).not.toContain('255,255,255');
  const same = draw([series('first', () => 5), series('second', () => 5)]);
  expect(plotted(rowsOf({ picture: same, x: 500, colour: blue }))).not.toEqual([]);
  expect(plotted(rowsOf({ picture: same, x: 500, colour: orange }))).toEqual([]);
});

test('long names have the whole width', () => {
  const named = (name: string, count: number) =>
    draw(Array.from({ length: count }, (_, index) => series(`${name} ${index}`, () => index)));
  const [short, long] = [
    named('up', 4),
    named('http_requests_total{method="GET", instance="a.example.com:9090", code="200"}', 4),
  ];
  expect(long.height - short.height).toBe(44);
  expect(long.at(28, plotBottom + legendTop + 5 + 66)).not.toEqual([255, 255, 255]);
  expect(named('x'.repeat(500), 10).height - named('x', 10).height).toBe(110);
});

describe('gaps', () => {
  test('a value that is no number is not drawn over', () => {
    const picture = draw([series('holed', (share) => (share > 0.4 && share < 0.6 ? Number.NaN : 5))]);
    expect(plotted(rowsOf({ picture, x: 250, colour: blue }))).not.toEqual([]);
    expect(plotted(rowsOf({ picture, x: 516, colour: blue }))).toEqual([]);
  });

  test('points too far apart are not joined, and a point alone is a dot', () => {
    const lonely: ChartSeries = {
      name: 'lonely',
      points: [0, 1, 30].map((minutes) => ({ timeMs: fromMs + minutes * 60_000, value: 5 })),
    };
    const apart = draw([lonely], { gapMs: 90_000 });
    expect(plotted(rowsOf({ picture: apart, x: 300, colour: blue }))).toEqual([]);
    const middle = Array.from({ length: 20 }, (_, index) => 500 + index).flatMap((x) =>
      plotted(rowsOf({ picture: apart, x, colour: blue })),
    );
    expect(middle.length).toBeGreaterThanOrEqual(4);
    expect(plotted(rowsOf({ picture: draw([lonely]), x: 300, colour: blue }))).not.toEqual([]);
  });
});

test.each([
  ['nothing', []],
  ['a series without points', [{ name: 'empty', points: [] }]],
  ['one point', [series('one', () => 1, 2)]],
  ['only NaN', [series('nan', () => Number.NaN)]],
  ['zeros', [series('zero', () => 0)]],
  ['the largest numbers', [series('large', (share) => (share < 0.5 ? -Number.MAX_VALUE : Number.MAX_VALUE))]],
  ['the smallest numbers', [series('small', (share) => share * Number.MIN_VALUE)]],
  ['infinities', [series('infinite', (share) => (share < 0.5 ? Number.POSITIVE_INFINITY : 1))]],
  ['names of no language', [series('\u0000💥 ünïcode \u202e', () => 1)]],
])('%s makes a picture', (_what, all) => {
  const { width, height } = draw(all);
  expect(width).toBe(1_000);
  expect(height).toBeGreaterThan(420);
});

test('a picture without lines says so in its middle', () => {
  const middle = { x: 400, y: plotTop + plotHeight / 2 - 8, width: 200, height: 16 };
  expect(isPainted({ picture: draw([]), ...middle })).toBe(true);
  expect(isPainted({ picture: draw([series('nan', () => Number.NaN)]), ...middle })).toBe(true);
  expect(isPainted({ picture: draw([series('edge', () => 0)]), ...middle })).toBe(false);
});

test('a picture of some of the series says of how many', () => {
  const note = { x: 24, y: plotBottom + legendTop - 22, width: 200, height: 14 };
  const few = [series('a', wave)];
  expect(isPainted({ picture: draw(few, { total: 50 }), ...note })).toBe(true);
  expect(isPainted({ picture: draw(few), ...note })).toBe(false);
});

test('equal series yield equal bytes', () => {
  const options = { title: 'up', series: [series('a', wave), series('b', (share) => share)], fromMs, toMs };
  expect(Buffer.from(drawLineChart(options)).equals(drawLineChart(options))).toBe(true);
});

test.each([60, 200, 11_000])('ten series of noise with %i points stay below 100 kB', (count) => {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return seed / 2 ** 32;
  };
  const name = () => Array.from({ length: 60 }, () => String.fromCodePoint(33 + Math.floor(random() * 90))).join('');
  const noise = Array.from({ length: 10 }, () => series(name(), random, count));
  expect(drawLineChart({ title: 'noise '.repeat(100), series: noise, fromMs, toMs }).length).toBeLessThan(100_000);
});

test('a peak of one point among thousands is seen', () => {
  const picture = draw([series('peak', (share) => (Math.abs(share - 0.5) < 0.00004 ? 100 : 1), 20_001)]);
  const tallest = Array.from({ length: 24 }, (_, index) => plotted(rowsOf({ picture, x: 500 + index, colour: blue })).length);
  expect(Math.max(...tallest)).toBeGreaterThan(250);
});
