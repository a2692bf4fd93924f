import * as z from 'zod';

// Prometheus, Mimir, Thanos and VictoriaMetrics answer in this shape, with more or fewer of the optional parts.

/** A number as it stands in JSON: text, with NaN and the infinities. */
export const sampleNumber = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const infinite = /^(?<sign>[+-]?)inf(?:inity)?$/i.exec(value.trim())?.groups;
  if (infinite !== undefined) return infinite['sign'] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return value.trim() === '' ? Number.NaN : Number(value);
};

/** Seconds since the epoch, and a value. */
export interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

const toSample = (pair: unknown): Sample => {
  const [time, value]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  return { timeMs: typeof time === 'number' ? Math.round(time * 1_000) : Number.NaN, value: sampleNumber(value) };
};

const metric = z
  .record(z.string(), z.string())
  .nullish()
  .transform((labels) => labels ?? {});
// A range has up to 11,000 samples in each series: one cheap pass instead of a schema for each of them.
const samples = z.array(z.unknown()).transform((pairs) => pairs.map(toSample).filter(({ timeMs }) => Number.isFinite(timeMs)));
const sample = z.tuple([z.number(), z.unknown()]).transform(toSample);
const texts = z
  .array(z.string())
  .nullish()
  .transform((lines) => lines ?? []);

const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric, value: sample.optional(), histogram: z.unknown().optional() })),
});
const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric, values: samples.optional(), histograms: z.array(z.unknown()).optional() })),
});
const scalar = z.object({ resultType: z.literal('scalar'), result: sample });
const text = z.object({ resultType: z.literal('string'), result: z.tuple([z.number(), z.string()]) });

const answer = <Content extends z.ZodType>(content: Content) => z.object({ data: content, warnings: texts, infos: texts });

export const queryAnswer = answer(z.discriminatedUnion('resultType', [vector, matrix, scalar, text]));
export type QueryAnswer = z.output<typeof queryAnswer>;

export const namesAnswer = answer(
  z
    .array(z.string())
    .nullish()
    .transform((names) => names ?? []),
);

export const metadataAnswer = answer(
  z.record(
    z.string(),
    z.array(z.object({ type: z.string().catch('unknown'), help: z.string().catch(''), unit: z.string().catch('') })),
  ),
);

const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {});
const optionalText = z
  .string()
  .nullish()
  .transform((found) => found ?? '');

const activeTarget = z.object({
  labels,
  discoveredLabels: labels,
  scrapePool: optionalText,
  scrapeUrl: optionalText,
  lastError: optionalText,
  lastScrape: optionalText,
  lastScrapeDuration: z.number().nullish(),
  health: z.string().catch('unknown'),
  scrapeInterval: optionalText,
});
export type ActiveTarget = z.output<typeof activeTarget>;

export const targetsAnswer = answer(
  z.object({
    activeTargets: z
      .array(activeTarget)
      .nullish()
      .transform((found) => found ?? []),
    droppedTargets: z
      .array(z.object({ discoveredLabels: labels }))
      .nullish()
      .transform((found) => found ?? []),
  }),
);

const activeAlert = z.object({
  labels,
  annotations: labels,
  state: optionalText,
  activeAt: optionalText,
  value: z.unknown().optional(),
});

const rule = z.object({
  name: z.string(),
  type: z.enum(['alerting', 'recording']),
  query: z.string(),
  labels,
  annotations: labels,
  health: z.string().catch('unknown'),
  lastError: optionalText,
  lastEvaluation: optionalText,
  evaluationTime: z.number().nullish(),
  state: z.string().nullish(),
  duration: z.number().nullish(),
  alerts: z
    .array(activeAlert)
    .nullish()
    .transform((found) => found ?? []),
});
export type Rule = z.output<typeof rule>;

export const rulesAnswer = answer(
  z.object({
    groups: z.array(z.object({ name: z.string(), file: optionalText, interval: z.number().nullish(), rules: z.array(rule) })),
  }),
);
