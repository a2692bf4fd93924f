import { LineclearError } from '@lineclear/core/plugin';
import { parseTime } from '../time/parse-time.ts';

/** When a silence begins and ends, in milliseconds since the epoch. */
export interface SilenceTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** Reads both ends; throws `invalid_input` for one that is over already or ends before it begins. */
export const silenceTimes = ({ start, end, nowMs }: { start: string; end: string; nowMs: number }): SilenceTimes => {
  const startsAtMs = Math.max(parseTime({ text: start, field: 'start', nowMs }), nowMs);
  const endsAtMs = parseTime({ text: end, field: 'end', nowMs });
  if (endsAtMs > startsAtMs) return { startsAtMs, endsAtMs };
  throw new LineclearError('invalid_input', 'The silence would be over before it begins.', {
    hint: 'Give an end in the future, such as now+2h.',
    details: {
      reason: 'silence_times',
      starts_at: new Date(startsAtMs).toISOString(),
      ends_at: new Date(endsAtMs).toISOString(),
    },
  });
};

/** `90m` as `1 h 30 min`, for people. */
export const showSpan = (spanMs: number): string => {
  const minutes = Math.max(1, Math.round(spanMs / 60_000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor((minutes % 1_440) / 60), 'h'],
    [minutes % 60, 'min'],
  ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
};
