/** A length of time for people, from a minute up: `90m` as `1 h 30 min`. */
export const showSpan = (spanMs: number): string => {
  const minutes = Math.max(1, Math.round(spanMs / 60_000));
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
