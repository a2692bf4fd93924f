import { parseTime } from '../time/parse-time.ts';
import { parseRange, type TimeRange } from '../time/time-range.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import { queryStep } from './query-step.ts';
import type { QueryAnswer } from './schemas.ts';

/** When a query is evaluated: at one moment, or in steps over a range. */
export type Evaluation = InstantEvaluation | RangeEvaluation;
export interface InstantEvaluation {
  readonly kind: 'instant';
  readonly timeMs: number;
}
export interface RangeEvaluation {
  readonly kind: 'range';
  readonly range: TimeRange;
  readonly stepS: number;
  readonly notes: readonly string[];
}

interface Wanted {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly nowMs: number;
}

/** An instant query is evaluated at its end, or at its start where that is all it has. */
export const planInstant = ({ start, end, nowMs }: Wanted): InstantEvaluation => ({
  kind: 'instant',
  timeMs: parseTime({ text: end ?? start ?? 'now', field: end === undefined ? 'start' : 'end', nowMs, isEnd: end !== undefined }),
});

/** A range is the last hour where nothing is said, in steps that Prometheus allows. */
export const planRange = ({ start, end, wantedStepS, nowMs }: Wanted & { wantedStepS: number | undefined }): RangeEvaluation => {
  const range = parseRange({ from: start, to: end, defaultFrom: 'now-1h', nowMs });
  const { stepS, isRaised } = queryStep({ range, wantedS: wantedStepS });
  const notes = isRaised
    ? [`step_seconds was raised from ${wantedStepS} to ${stepS}: Prometheus answers 11,000 points per series at most.`]
    : [];
  return { kind: 'range', range, stepS, notes };
};

export const evaluate = ({
  client,
  expr,
  evaluation,
  signal,
}: {
  client: PrometheusClient;
  expr: string;
  evaluation: Evaluation;
  signal: AbortSignal;
}): Promise<QueryAnswer> =>
  evaluation.kind === 'instant'
    ? client.query({ expr, timeMs: evaluation.timeMs, signal })
    : client.queryRange({ expr, range: evaluation.range, stepS: evaluation.stepS, signal });

/** The range that an evaluation looks into; an instant one sees samples of the last five minutes. */
export const lookedInto = (evaluation: Evaluation): TimeRange =>
  evaluation.kind === 'range' ? evaluation.range : { fromMs: evaluation.timeMs - 300_000, toMs: evaluation.timeMs };
