import * as z from 'zod';

/** A length of time before now, or a moment. */
export const sinceField = z
  .string()
  .refine(
    (text) => /^[1-9]\d{0,4}[smhd]$/.test(text) || moment.safeParse(text).success,
    'use a length such as 15m, or a time of ISO 8601',
  );

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds since the epoch of what the field says. */
export const sinceMs = ({ since, nowMs }: { since: string; nowMs: number }): number => {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(since) ?? [];
  if (count === undefined) return Date.parse(since);
  const ms = unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? unitMs[unit] : 0;
  return nowMs - Number(count) * ms;
};

const moment = z.iso.datetime({ offset: true });
