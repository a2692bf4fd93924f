/** A length of time for people: `4 s` below a minute, and `1 h 30 min` above. */
export const showSpan = (spanMs: number): string => {
  const seconds = Math.round(spanMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(spanMs / 60_000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor((minutes % 1_440) / 60), 'h'],
    [minutes % 60, 'min'],
  ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
};
