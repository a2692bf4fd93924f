/** ISO 8601 with Z of milliseconds since the epoch; null where the time is not known or no time at all. */
export const isoTime = (timeMs: number | undefined): string | null =>
  timeMs !== undefined && Math.abs(timeMs) <= latestMs ? new Date(timeMs).toISOString() : null;

// The last moment that JavaScript can name.
const latestMs = 8.64e15;
