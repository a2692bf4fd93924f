import * as z from 'zod';
import type { Sample } from '../prometheus/schemas.ts';
import { type Summary, summarise } from '../prometheus/summarise.ts';
import { cutLabels } from '../schemas/cut-text.ts';
import type { Labels } from './log-lines.ts';
import type { QueryData } from './schemas.ts';

const value = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]).nullable();

export const shownSeries = z.object({
  labels: z.record(z.string(), z.string()),
  labels_left_out: z.int().optional(),
  count: z.int(),
  first: value,
  last: value,
  min: z.number().nullable(),
  max: z.number().nullable(),
  avg: z.number().nullable(),
  trend: z.enum(['rising', 'falling', 'steady', 'mixed', 'unknown']),
  not_finite: z.int(),
});
export type ShownSeries = Summary & ReturnType<typeof cutLabels>;

/** What each series of a metric query says, the one with the largest value first. */
export const showSeries = (answer: QueryData): readonly ShownSeries[] =>
  samplesOf(answer)
    .map(({ labels, samples }) => ({ ...cutLabels(labels), ...summarise(samples) }))
    .toSorted((one, other) => (other.max ?? -Infinity) - (one.max ?? -Infinity));

const samplesOf = (answer: QueryData): readonly { readonly labels: Labels; readonly samples: readonly Sample[] }[] => {
  switch (answer.resultType) {
    case 'matrix':
      return answer.result.map(({ metric, values }) => ({ labels: metric, samples: values }));
    case 'vector':
      return answer.result.map(({ metric, value: sample }) => ({ labels: metric, samples: [sample] }));
    case 'scalar':
      return [{ labels: {}, samples: [answer.result] }];
    case 'streams':
      return [];
  }
};
