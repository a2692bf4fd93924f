import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { seriesRow } from './shown-series.ts';

const answer = z.object({
  result_type: z.string(),
  series: z.array(seriesRow),
  text: z.string().optional(),
  warnings: z.array(z.string()),
});

/** An answer in the envelope of Prometheus' own API: seconds since the epoch, and values as text. */
export const publishedEnvelope = (given: JsonObject): JsonObject => {
  const { result_type: resultType, series, text = '', warnings: said } = answer.parse(given);
  const leftOut = series.reduce((sum, { points_left_out: count = 0 }) => sum + count, 0);
  const warnings = leftOut === 0 ? said : [...said, `${leftOut} older points were left out: use a longer stepSeconds.`];
  const results: Readonly<Record<string, () => JsonValue>> = {
    matrix: () =>
      series.map(({ labels, points = [] }) => ({ metric: labels, values: points.map(([time, value]) => pair(time, value)) })),
    vector: () => series.map(({ labels, time, value }) => ({ metric: labels, value: pair(time, value) })),
    scalar: () => pair(series[0]?.time, series[0]?.value),
  };
  const result = results[resultType]?.() ?? [0, text];
  return { status: 'success', data: { resultType, result }, ...(warnings.length > 0 && { warnings }) };
};

const pair = (time: number | string | undefined, value: number | string | undefined): JsonValue => [
  time === undefined ? 0 : Date.parse(`${time}`) / 1_000,
  String(value ?? 'NaN'),
];
