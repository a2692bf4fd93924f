import * as z from 'zod';
import { cutLabels } from '../schemas/cut-text.ts';
import type { QueryAnswer, Sample } from './schemas.ts';
import { type Shown, shown, summarise } from './summarise.ts';

const shownNumber = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]);

/** A series as answers show it: its value at one moment, or the summary of a range with the newest raw points. */
export const seriesRow = z.object({
  labels: z.record(z.string(), z.string()),
  labels_left_out: z.int().optional(),
  time: z.string().optional(),
  value: shownNumber.optional().describe('Of an instant query.'),
  count: z.int().optional().describe('Points in the range.'),
  first: shownNumber.nullish(),
  last: shownNumber.nullish(),
  min: z.number().nullish().describe('Of the finite points, as are max and avg.'),
  max: z.number().nullish(),
  avg: z.number().nullish(),
  trend: z.enum(['rising', 'falling', 'steady', 'mixed', 'unknown']).optional(),
  not_finite: z.int().optional().describe('Points that are NaN or infinite.'),
  points: z
    .array(z.array(z.union([z.string(), z.number()])))
    .optional()
    .describe('The newest raw points: time and value.'),
  points_left_out: z.int().optional(),
  native_histogram: z.boolean().optional().describe('True: the values are histograms, which are not shown.'),
});

/** A series with its samples; of an instant query there is one. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
  readonly isHistogram: boolean;
}

/** The series of an answer, whatever its type; a string has none. */
export const seriesOf = ({ data }: QueryAnswer): readonly Series[] => {
  switch (data.resultType) {
    case 'vector':
      return data.result.map(({ metric, value, histogram }) => ({
        labels: metric,
        samples: value === undefined ? [] : [value],
        isHistogram: histogram !== undefined,
      }));
    case 'matrix':
      return data.result.map(({ metric, values = [], histograms = [] }) => ({
        labels: metric,
        samples: values,
        isHistogram: histograms.length > 0,
      }));
    case 'scalar':
      return [{ labels: {}, samples: [data.result], isHistogram: false }];
    case 'string':
      return [];
  }
};

/** Whether a series has samples and no number among them: what a division by zero or a quantile of nothing yields. */
export const isNeverFinite = ({ samples }: Series): boolean =>
  samples.length > 0 && samples.every(({ value }) => !Number.isFinite(value));

/** Raw points of one answer, all series together. */
const mostPoints = 1_500;

/** The rows of an answer; `points` is how many raw points a series may have, as long as there are few series. */
export const toSeriesRows = ({ series, isRange, points }: { series: readonly Series[]; isRange: boolean; points: number }) => {
  const each = Math.min(points, Math.floor(mostPoints / Math.max(1, series.length)));
  return series.map(({ labels, samples, isHistogram }) => {
    const histogram = isHistogram ? { native_histogram: true } : {};
    const [only] = samples;
    if (!isRange)
      return {
        ...cutLabels(labels),
        ...histogram,
        ...(only !== undefined && { time: iso(only.timeMs), value: shown(only.value) }),
      };
    const newest = each === 0 ? [] : samples.slice(-each);
    return {
      ...cutLabels(labels),
      ...histogram,
      ...summarise(samples),
      points: newest.map(({ timeMs, value }): [string, Shown] => [iso(timeMs), shown(value)]),
      points_left_out: samples.length - newest.length,
    };
  });
};

/** A moment in UTC; the ends of time where a server is beyond them. */
const iso = (timeMs: number): string => new Date(Math.min(farthestMs, Math.max(-farthestMs, timeMs))).toISOString();
const farthestMs = 8.64e15;
