import { LineclearError } from '@lineclear/core/plugin';
import { parseTime } from '../time/parse-time.ts';

/** Nanoseconds since the epoch, as Loki counts: `fromNs` is in the range, `toNs` is not. */
export interface NsRange {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** Reads a range without losing digits; the last hour where nothing is given. Throws `invalid_input` for one that runs backwards. */
export const parseNsRange = ({
  start,
  end,
  nowMs,
  defaultStart = 'now-1h',
}: {
  start: string | undefined;
  end: string | undefined;
  nowMs: number;
  defaultStart?: string;
}): NsRange => {
  const toNs = parseNs({ text: end ?? 'now', field: 'end', nowMs, isEnd: true });
  const fromNs = parseNs({ text: start ?? defaultStart, field: 'start', nowMs, isEnd: false });
  if (fromNs < toNs) return { fromNs, toNs };
  throw new LineclearError('invalid_input', 'The time range ends before it begins.', {
    hint: 'Give a start before the end; the end is now when it is left out.',
    details: { reason: 'time_range', from: toIso(fromNs), to: toIso(toNs) },
  });
};

/** RFC 3339 with as many digits of a second as there are. */
export const toIso = (ns: bigint): string => {
  const whole = new Date(Number(ns / perMs)).toISOString();
  const rest = ns % perMs;
  return rest === 0n ? whole : `${whole.slice(0, -1)}${String(rest).padStart(6, '0').replace(/0+$/, '')}Z`;
};

export const msToNs = (timeMs: number): bigint => BigInt(Math.trunc(timeMs)) * perMs;

/** The same length of time right before, as far as there is any. */
export const precedingRange = ({ fromNs, toNs }: NsRange): NsRange => {
  const beforeNs = fromNs - (toNs - fromNs);
  return { fromNs: beforeNs < 0n ? 0n : beforeNs, toNs: fromNs };
};

const perMs = 1_000_000n;
const epochNs = /^\d{18,19}$/;
const fraction = /^(?<before>.*:\d\d)\.(?<digits>\d{1,9})(?<zone>Z|[+-]\d\d:?\d\d)?$/i;

/** Like {@link parseTime}, with the digits beyond milliseconds that answers of Loki have. */
const parseNs = ({ text, ...rest }: { text: string; field: string; nowMs: number; isEnd: boolean }): bigint => {
  const trimmed = text.trim();
  const timeMs = parseTime({ text: trimmed, ...rest });
  if (epochNs.test(trimmed)) return BigInt(trimmed);
  const parts = fraction.exec(trimmed)?.groups;
  if (parts === undefined) return msToNs(timeMs);
  const wholeMs = parseTime({ text: `${parts['before']}${parts['zone'] ?? ''}`, ...rest });
  return msToNs(wholeMs) + BigInt((parts['digits'] ?? '').padEnd(9, '0'));
};
