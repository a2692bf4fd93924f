import * as z from 'zod';
import { type Sample, sampleNumber } from '../prometheus/schemas.ts';

const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {});
const looseLabels = z.record(z.string(), z.string()).catch({}).optional();
// Newer servers say here which labels are of the line and which were parsed out of it; older ones send two parts.
const kinds = z.object({ structuredMetadata: looseLabels, parsed: looseLabels }).catch({});

/** A line as the wire has it: nanoseconds as text, because no number holds them. */
export interface WireLine {
  readonly ns: bigint;
  readonly line: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parsed: Readonly<Record<string, string>>;
}

const nanoseconds = /^\d{1,19}$/;

const wireLine = z.array(z.unknown()).transform((entry, context): WireLine => {
  const [ns, line, more] = entry;
  if (typeof ns !== 'string' || !nanoseconds.test(ns) || typeof line !== 'string') {
    context.addIssue({ code: 'custom', message: 'no line' });
    return z.NEVER;
  }
  const { structuredMetadata = {}, parsed = {} } = more === undefined ? {} : kinds.parse(more);
  return { ns: BigInt(ns), line, metadata: structuredMetadata, parsed };
});

const toSample = (pair: unknown): Sample => {
  const [time, value] = Array.isArray(pair) ? pair : [];
  return { timeMs: Math.round(Number(time) * 1_000), value: sampleNumber(value) };
};
const samples = z.array(z.unknown()).transform((pairs) => pairs.map(toSample).filter(({ timeMs }) => Number.isFinite(timeMs)));

const stats = z
  .object({
    summary: z.object({ totalLinesProcessed: z.number().optional(), totalBytesProcessed: z.number().optional() }).optional(),
  })
  .optional()
  .catch(undefined);

const streams = z.object({
  resultType: z.literal('streams'),
  result: z.array(z.object({ stream: labels, values: z.array(wireLine) })),
  stats,
});
const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: samples })),
  stats,
});
const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value: z.unknown().transform(toSample) })),
  stats,
});
const scalar = z.object({ resultType: z.literal('scalar'), result: z.unknown().transform(toSample), stats });

export const queryAnswer = z.object({ data: z.discriminatedUnion('resultType', [streams, matrix, vector, scalar]) });
export type QueryData = z.output<typeof queryAnswer>['data'];

/** The server leaves the list out where it is empty. */
export const namesAnswer = z.object({
  data: z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
});

export const statsAnswer = z.object({
  streams: z.number(),
  chunks: z.number(),
  entries: z.number(),
  bytes: z.number(),
});

const latestS = 2 ** 33;
/** Steps with a time that is one, and a count above nothing. */
const steps = z
  .array(z.unknown())
  .nullish()
  .transform((found) =>
    (found ?? []).flatMap((step) => {
      const [timeS, count]: readonly unknown[] = Array.isArray(step) ? step : [];
      const isStep =
        typeof timeS === 'number' && timeS >= 0 && timeS < latestS && Number.isSafeInteger(count) && Number(count) > 0;
      return isStep ? [{ timeS, count: Number(count) }] : [];
    }),
  );
export const patternsAnswer = z.object({
  data: z
    .array(z.object({ pattern: z.string(), level: z.string().nullish(), samples: steps }))
    .nullish()
    .transform((patterns) => patterns ?? []),
});
