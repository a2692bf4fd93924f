import { LineclearError } from '@lineclear/core/plugin';

const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  M: 30 * 86_400_000,
  y: 365 * 86_400_000,
};
const relative = /^now(?<sign>[+-])?(?<amount>(?:\d+(?:\.\d+)?(?:ms|[smhdwMy]))+)?(?:\/(?<rounding>[smhdw]))?$/;
const part = /(\d+(?:\.\d+)?)(ms|[smhdwMy])/g;
const rfc3339 = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * A moment as people write it in Grafana, in milliseconds since the epoch: `now`, `now-1h30m`, `now/d`, RFC 3339 (UTC without a zone), or
 * the epoch in seconds, milliseconds or nanoseconds. Throws `invalid_input` that names the field. A month has 30 days, a year 365.
 */
export const parseTime = ({ text, field, nowMs }: { text: string; field: string; nowMs: number }): number => {
  const trimmed = text.trim();
  const found = parseRelative({ text: trimmed, nowMs }) ?? parseEpoch(trimmed) ?? parseDate(trimmed);
  if (found !== undefined && Number.isFinite(found)) return found;
  throw new LineclearError('invalid_input', `${field} is no time: ${JSON.stringify(trimmed.slice(0, 60))}.`, {
    hint: 'Write now-1h, 2026-01-31T12:00:00Z, or seconds since the epoch.',
    details: { reason: 'time', field },
  });
};

const parseRelative = ({ text, nowMs }: { text: string; nowMs: number }): number | undefined => {
  const groups = relative.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { sign, amount, rounding } = groups;
  if ((sign === undefined) !== (amount === undefined)) return undefined;
  const parts = [...(amount ?? '').matchAll(part)];
  const offset = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? Number.NaN), 0);
  const moment = sign === '-' ? nowMs - offset : nowMs + offset;
  const step = rounding === undefined ? 1 : (unitMs[rounding] ?? 1);
  return Math.floor(moment / step) * step;
};

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
  const timeMs = Date.parse(isDay || match.groups?.['zone'] !== undefined ? text : `${text}Z`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
};
