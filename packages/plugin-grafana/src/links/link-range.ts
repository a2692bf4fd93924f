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
  parseRange({ from: start, to: end, defaultFrom: 'now-6h', nowMs });
  return {
    from: inLink({ text: start ?? 'now-6h', field: 'start', nowMs, isEnd: false }),
    to: inLink({ text: end ?? 'now', field: 'end', nowMs, isEnd: true }),
  };
};

/** Grafana's pages know less than this plugin: `now-1h30m` would be no time to them, and they ignore most dates in text. */
const inLink = ({ text, ...rest }: { text: string; field: string; nowMs: number; isEnd: boolean }): string =>
  /^now(?:[+-]\d{1,9}[smhdwMy])?(?:\/[smhdwMy])?$/.test(text.trim()) ? text.trim() : String(parseTime({ text, ...rest }));
