import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryStep } from './query-step.ts';
import { type Sample, sampleNumber } from './schemas.ts';
import { shown, summarise } from './summarise.ts';

const samples = (values: readonly number[]): readonly Sample[] =>
  values.map((value, index) => ({ timeMs: 1_772_449_200_000 + index * 15_000, value }));
const wave = (step: number) => Math.sin(step / 3);
const steps = Array.from({ length: 100 }, (_, index) => index);

test.each([
  ['rising', steps],
  ['rising', steps.map((step) => step + 10 * wave(step))],
  ['rising', [1, 1, 1, 1, 1, 9, 9, 9, 9, 9]],
  ['falling', steps.map((step) => 1e15 - step * 1e12)],
  ['falling', steps.map((step) => -step * 1e-9)],
  ['steady', steps.map(() => 0)],
  ['steady', steps.map((step) => 1_000 + wave(step))],
  ['mixed', steps.map((step) => 5 + 3 * wave(step))],
  ['mixed', steps.map((step) => (step === 50 ? 100 : 1))],
  ['unknown', [1, 2]],
  ['unknown', [Number.NaN, 1, Number.POSITIVE_INFINITY, 2]],
  ['unknown', []],
])('a series is %s (%#)', (trend, values) => {
  expect(summarise(samples(values)).trend).toBe(trend);
});

test('a summary of anything is JSON, within the values', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      const summary = summarise(samples(values));
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
      const finite = values.filter(Number.isFinite);
      expect(summary.count).toBe(values.length);
      expect(summary.not_finite).toBe(values.length - finite.length);
      if (finite.length === 0) return;
      const slack = Math.max(...finite.map(Math.abs)) * 1e-9;
      expect(summary.min).toBeLessThanOrEqual(Math.min(...finite) + slack);
      expect(summary.max).toBeGreaterThanOrEqual(Math.max(...finite) - slack);
      expect(summary.avg).toBeGreaterThanOrEqual(Math.min(...finite) - slack);
      expect(summary.avg).toBeLessThanOrEqual(Math.max(...finite) + slack);
    }),
  );
});

test.each([
  ['1.5', 1.5],
  ['-0', 0],
  ['1e+06', 1_000_000],
  ['+Inf', '+Inf'],
  ['-Inf', '-Inf'],
  ['Inf', '+Inf'],
  ['NaN', 'NaN'],
  ['', 'NaN'],
  ['0.30000000000000004', 0.3],
  ['9007199254740991', 9_007_199_254_740_991],
  [7, 7],
  [null, 'NaN'],
])('the value %j is shown as %j', (text, expected) => {
  expect(shown(sampleNumber(text))).toBe(expected);
});

test('no step yields more points than Prometheus answers, and a wish is kept where it can be', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.integer({ min: 1, max: 4e12 }),
      fc.option(fc.double({ min: 0.001, max: 1e7, noNaN: true }), { nil: undefined }),
      (fromMs, lengthMs, wantedS) => {
        const { stepS, isRaised } = queryStep({ range: { fromMs, toMs: fromMs + lengthMs }, wantedS });
        // What Prometheus computes: more than 11,000 steps are refused.
        expect(lengthMs / 1_000 / stepS).toBeLessThanOrEqual(11_000);
        if (wantedS !== undefined) expect(isRaised ? stepS > wantedS : stepS === wantedS).toBe(true);
        else expect(lengthMs / 1_000 / stepS).toBeLessThanOrEqual(250);
      },
    ),
  );
});
