/** How long ago a time of Kubernetes is, as kubectl writes it: `45s`, `12m`, `5h3m`, `3d`. Undefined where there is no time. */
export const ageOf = ({ time, nowMs }: { time: string | null | undefined; nowMs: number }): string | undefined => {
  const atMs = Date.parse(time ?? '');
  return Number.isNaN(atMs) ? undefined : durationText(Math.max(0, nowMs - atMs));
};

// https://github.com/kubernetes/apimachinery/blob/master/pkg/util/duration/duration.go tells where which unit begins.
export const durationText = (durationMs: number): string => {
  const seconds = Math.floor(durationMs / 1_000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 120) return `${seconds}s`;
  if (minutes < 10) return withRest({ whole: `${minutes}m`, rest: seconds % 60, unit: 's' });
  if (minutes < 180) return `${minutes}m`;
  if (hours < 8) return withRest({ whole: `${hours}h`, rest: minutes % 60, unit: 'm' });
  if (hours < 48) return `${hours}h`;
  if (days < 8) return withRest({ whole: `${days}d`, rest: hours % 24, unit: 'h' });
  if (days < 730) return `${days}d`;
  return withRest({ whole: `${Math.floor(days / 365)}y`, rest: days < 2_920 ? days % 365 : 0, unit: 'd' });
};

const withRest = ({ whole, rest, unit }: { whole: string; rest: number; unit: string }): string =>
  rest === 0 ? whole : `${whole}${rest}${unit}`;
