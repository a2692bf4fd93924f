import { parseTime } from '../time/parse-time.ts';
import { parseRange } from '../time/time-range.ts';

/** Both ends of a link's time range, in a form that every version of Grafana reads. */
export interface LinkRange {
  readonly from: string;
  readonly to: string;
}

/** The range of a link; undefined where none is asked for. Throws `invalid_input` for what is no time, and for a range that runs backwards. */
export const linkRange = ({
  start,
  end,
  nowMs,
}: {
  start: string | undefined;
  end: string | undefined;
  nowMs: number;
}): LinkRange | undefined => {
  if (start === undefined && end === undefined) return undefined;
  // `now/d` as an end is the end of the day in Grafana, and the beginning of it where it is read here.
  if (end?.includes('/') !== true) parseRange({ from: start, to: end, defaultFrom: 'now-6h', nowMs });
  return {
    from: inLink({ text: start ?? 'now-6h', field: 'start', nowMs }),
    to: inLink({ text: end ?? 'now', field: 'end', nowMs }),
  };
};

/** Grafana's pages know less than this plugin: `now-1h30m` would be no time to them, and they ignore most dates in text. */
const inLink = ({ text, field, nowMs }: { text: string; field: string; nowMs: number }): string =>
  /^now(?:[+-]\d{1,9}[smhdwMy])?(?:\/[smhdwMy])?$/.test(text.trim()) ? text.trim() : String(parseTime({ text, field, nowMs }));
