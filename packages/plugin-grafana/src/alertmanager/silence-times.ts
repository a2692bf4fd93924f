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
