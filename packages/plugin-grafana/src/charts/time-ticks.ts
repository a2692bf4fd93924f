const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((count) => count * day),
];

export interface TimeTick {
  readonly timeMs: number;
  readonly label: string;
}

/** Round moments in a range, at most `count` of them, named in UTC: 12:30, 12:30:15, Nov 21. Milliseconds since the epoch. */
export const timeTicks = ({ fromMs, toMs, count }: { fromMs: number; toMs: number; count: number }): readonly TimeTick[] => {
  const rough = (toMs - fromMs) / count;
  const stepMs = steps.find((step) => step >= rough) ?? Math.ceil(rough / (365 * day)) * 365 * day;
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const length = Math.max(0, Math.floor((toMs - first) / stepMs) + 1);
  return Array.from({ length }, (_, index) => first + index * stepMs).map((timeMs) => ({
    timeMs,
    label: labelOf({ timeMs, stepMs }),
  }));
};

/** Both ends of a range in UTC, without what they have in common: `2026-11-21 12:00 – 13:00 UTC`. */
export const rangeLabel = ({ fromMs, toMs }: { fromMs: number; toMs: number }): string => {
  const digits = toMs - fromMs < 10 * minute ? 19 : 16;
  const [from, to] = [fromMs, toMs].map((timeMs) => new Date(timeMs).toISOString().slice(0, digits).replace('T', ' '));
  const isOneDay = from?.slice(0, 10) === to?.slice(0, 10);
  return `${from} – ${isOneDay ? to?.slice(11) : to} UTC`;
};

const labelOf = ({ timeMs, stepMs }: { timeMs: number; stepMs: number }): string => {
  const text = new Date(timeMs).toISOString();
  if (stepMs >= 90 * day) return text.slice(0, 7);
  if (timeMs % day === 0) return `${months[Number(text.slice(5, 7)) - 1]} ${Number(text.slice(8, 10))}`;
  return stepMs < minute ? text.slice(11, 19) : text.slice(11, 16);
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
