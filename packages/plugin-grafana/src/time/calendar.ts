const dayMs = 86_400_000;

/** Milliseconds of the units that are always as long; a month has 30 days and a year 365 where a part of one is meant. */
export const unitMs = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: dayMs,
  w: 7 * dayMs,
  M: 30 * dayMs,
  y: 365 * dayMs,
} as const;
export type Unit = keyof typeof unitMs;

/** So many units later, in UTC. Whole months and years keep the day: a month before March 31 is the last day of February. */
export const shift = ({ timeMs, amount, unit }: { timeMs: number; amount: number; unit: Unit }): number => {
  if ((unit !== 'M' && unit !== 'y') || !Number.isInteger(amount)) return timeMs + amount * unitMs[unit];
  const date = new Date(timeMs);
  const month = date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1);
  const first = utc(date.getUTCFullYear(), month);
  const days = (utc(date.getUTCFullYear(), month + 1) - first) / dayMs;
  return first + (Math.min(date.getUTCDate(), days) - 1) * dayMs + (timeMs - startOf({ timeMs, unit: 'd' }));
};

/** The beginning of the unit that a moment is in, in UTC. Weeks begin on Monday. */
export const startOf = ({ timeMs, unit }: { timeMs: number; unit: Unit }): number => {
  const date = new Date(timeMs);
  if (unit === 'y') return utc(date.getUTCFullYear(), 0);
  if (unit === 'M') return utc(date.getUTCFullYear(), date.getUTCMonth());
  // The first of all days was a Thursday.
  const offsetMs = unit === 'w' ? 3 * dayMs : 0;
  return Math.floor((timeMs + offsetMs) / unitMs[unit]) * unitMs[unit] - offsetMs;
};

/** The last millisecond of the unit that a moment is in. */
export const endOf = ({ timeMs, unit }: { timeMs: number; unit: Unit }): number =>
  shift({ timeMs: startOf({ timeMs, unit }), amount: 1, unit }) - 1;

/** Unlike Date.UTC without its special years. */
const utc = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1);
