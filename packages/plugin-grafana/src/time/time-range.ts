import { LineclearError } from '@lineclear/core/plugin';
import { parseTime } from './parse-time.ts';

/** Milliseconds since the epoch. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Reads both ends of a range. `to` is now when absent, and the end of the day for `now/d`; `from` is `defaultFrom` when absent. Throws `invalid_input` for a range that runs backwards. */
export const parseRange = ({
  from,
  to,
  defaultFrom,
  nowMs,
}: {
  from: string | undefined;
  to: string | undefined;
  defaultFrom: string;
  nowMs: number;
}): TimeRange => {
  const toMs = parseTime({ text: to ?? 'now', field: 'end', nowMs, isEnd: true });
  const fromMs = parseTime({ text: from ?? defaultFrom, field: 'start', nowMs });
  if (fromMs < toMs) return { fromMs, toMs };
  throw new LineclearError('invalid_input', 'The time range ends before it begins.', {
    hint: 'Give a start before the end; the end is now when it is left out.',
    details: { reason: 'time_range', from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() },
  });
};
