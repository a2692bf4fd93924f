import { LineclearError } from '@lineclear/core/plugin';
import { endOf, shift, startOf, type Unit, unitMs } from './calendar.ts';

const step = /(?<sign>[+-])(?<offset>(?:\d+(?:\.\d+)?(?:ms|[smhdwMy]))+)|\/(?<rounding>[smhdwMy])/y;
const part = /(\d+(?:\.\d+)?)(ms|[smhdwMy])/g;
const rfc3339 = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/i;

/** What nanoseconds in 64 bits can hold, as servers count them. */
const latestMs = Date.UTC(2262, 0, 1);

/**
 * A moment as people write it in Grafana, in milliseconds since the epoch: `now`, `now-1h30m`, `now/d`, `now-1M/M`, RFC 3339 (UTC without a
 * zone), or the epoch in seconds, milliseconds, microseconds or nanoseconds. All of it is UTC, and weeks begin on Monday. Throws
 * `invalid_input` that names the field, also for moments before 1970 or after 2261.
 */
export const parseTime = ({
  text,
  field,
  nowMs,
  isEnd = false,
}: {
  text: string;
  field: string;
  nowMs: number;
  /** As the end of a range `now/d` is the end of the day. */
  isEnd?: boolean;
}): number => {
  const trimmed = text.trim();
  const found = parseRelative({ text: trimmed, nowMs, isEnd }) ?? parseEpoch(trimmed) ?? parseDate(trimmed);
  if (found !== undefined && found >= 0 && found < latestMs) return found;
  throw new LineclearError('invalid_input', `${field} is no time: ${JSON.stringify(trimmed.slice(0, 60).toWellFormed())}.`, {
    hint: 'Write now-1h, now+2h, now/d, 2026-01-31T12:00:00Z, or seconds since the epoch; between 1970 and 2261.',
    details: { reason: 'time', field },
  });
};

/** `now` and what follows it, step by step. */
const parseRelative = ({ text, nowMs, isEnd }: { text: string; nowMs: number; isEnd: boolean }): number | undefined => {
  if (!text.startsWith('now') || text.length > longest) return undefined;
  let timeMs = nowMs;
  let at = 'now'.length;
  while (at < text.length) {
    step.lastIndex = at;
    const groups = step.exec(text)?.groups;
    if (groups === undefined || !Number.isFinite(timeMs)) return undefined;
    at = step.lastIndex;
    const { sign, offset = '', rounding } = groups;
    if (isUnit(rounding)) timeMs = (isEnd ? endOf : startOf)({ timeMs, unit: rounding });
    for (const [, count, unit] of offset.matchAll(part)) {
      if (isUnit(unit)) timeMs = shift({ timeMs, amount: Number(`${sign}${count}`), unit });
    }
  }
  return Math.floor(timeMs);
};

const longest = 100;

const isUnit = (text: string | undefined): text is Unit => text !== undefined && Object.hasOwn(unitMs, text);

/** Seconds, milliseconds, microseconds or nanoseconds: told apart by their size, which fits every year from 1973 to 5138. */
const parseEpoch = (text: string): number | undefined => {
  if (!/^\d{9,19}(\.\d+)?$/.test(text)) return undefined;
  const digits = text.split('.')[0]?.length ?? 0;
  const divisor = digits <= 11 ? 0.001 : digits <= 14 ? 1 : digits <= 17 ? 1_000 : 1_000_000;
  return Math.floor(Number(text) / divisor);
};

const parseDate = (text: string): number | undefined => {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const isDay = text.length === 10;
  const day = text.slice(0, 10);
  const timeMs = Date.parse(isDay || match.groups?.['zone'] !== undefined ? text : `${text}Z`);
  // February 30 would be read as March 2.
  return Number.isNaN(timeMs) || new Date(`${day}T00:00Z`).toISOString().slice(0, 10) !== day ? undefined : timeMs;
};
