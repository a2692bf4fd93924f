import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueAxis } from './axis-ticks.ts';
import { fitText, textWidth } from './draw-text.ts';
import { formatTicks, formatValue } from './format-value.ts';
import { rangeLabel, timeTicks } from './time-ticks.ts';

test.each([
  [
    [0.3, 98],
    ['0', '20', '40', '60', '80', '100'],
  ],
  [
    [1_000, 1_004],
    ['1000', '1001', '1002', '1003', '1004'],
  ],
  [[0, 0], ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'].map((label) => (label === '0.0' ? '0' : label))],
  [
    [-5, 5],
    ['-6', '-4', '-2', '0', '2', '4', '6'],
  ],
  [
    [12e6, 49e6],
    ['0', '10M', '20M', '30M', '40M', '50M'],
  ],
  [
    [0, 0.00042],
    ['0', '0.0001', '0.0002', '0.0003', '0.0004', '0.0005'],
  ],
  [
    [0, 7e18],
    ['0', '2e18', '4e18', '6e18', '8e18'],
  ],
])('values %j are named %j', (values, labels) => {
  expect(formatTicks(valueAxis({ values }))).toEqual(labels);
});

test('every axis holds its values, has few ticks, and names them apart', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 20 }), (values) => {
      const axis = valueAxis({ values });
      const slack = axis.step * 1e-6 + 1e-300;
      expect(axis.min - slack).toBeLessThanOrEqual(Math.min(...values));
      expect(axis.max + slack).toBeGreaterThanOrEqual(Math.max(...values));
      expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
      expect(axis.ticks.length).toBeLessThanOrEqual(12);
      expect(axis.ticks.every(Number.isFinite)).toBe(true);
    }),
  );
});

test.each([
  [0, '0'],
  [0.25, '0.25'],
  [1_534, '1.534k'],
  [-20_000_000, '-20M'],
  [3.2e-7, '3.2e-7'],
  [1e21, '1e21'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
])('%d is written %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

const at = (text: string) => Date.parse(text);
test.each([
  [
    '2026-11-21T12:00:00Z',
    '2026-11-21T12:00:30Z',
    ['12:00:00', '12:00:05', '12:00:10', '12:00:15', '12:00:20', '12:00:25', '12:00:30'],
  ],
  ['2026-11-21T22:10:00Z', '2026-11-22T01:00:00Z', ['22:30', '23:00', '23:30', 'Nov 22', '00:30', '01:00']],
  ['2026-11-18T00:00:00Z', '2026-11-21T00:00:00Z', ['Nov 18', '12:00', 'Nov 19', '12:00', 'Nov 20', '12:00', 'Nov 21']],
])('%s to %s is marked %j', (from, to, labels) => {
  expect(timeTicks({ fromMs: at(from), toMs: at(to), count: 7 }).map(({ label }) => label)).toEqual(labels);
});

test('any range has few marks, in order and inside', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 3e12 }), (fromMs, lengthMs) => {
      const ticks = timeTicks({ fromMs, toMs: fromMs + lengthMs, count: 10 });
      expect(ticks.length).toBeLessThanOrEqual(11);
      expect(ticks.every(({ timeMs }) => timeMs >= fromMs && timeMs <= fromMs + lengthMs)).toBe(true);
    }),
  );
});

test('a range says its day once', () => {
  expect(rangeLabel({ fromMs: at('2026-11-21T12:00:00Z'), toMs: at('2026-11-21T13:00:00Z') })).toBe(
    '2026-11-21 12:00 – 13:00 UTC',
  );
  expect(rangeLabel({ fromMs: at('2026-11-20T12:00:00Z'), toMs: at('2026-11-21T13:00:00Z') })).toBe(
    '2026-11-20 12:00 – 2026-11-21 13:00 UTC',
  );
});

test('text that does not fit ends in an ellipsis and fits', () => {
  const long = 'http_requests_total{code="200"} '.repeat(40);
  const fitted = fitText({ text: long, width: 300 });
  expect(fitted).toMatch(/^http_requests_total.*…$/);
  expect(textWidth(fitted)).toBeLessThanOrEqual(300);
  expect(fitText({ text: 'up', width: 300 })).toBe('up');
});
