const unitS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

/** `5m` or `1h30m` in seconds; undefined for anything else. */
export const parseDuration = (text: string): number | undefined => {
  if (!/^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|[smhdwy])){1,7}$/.test(text)) return text === '0' ? 0 : undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitS[unit ?? ''] ?? 0),
    0,
  );
};

/** Seconds as a duration that Prometheus and Grafana read. */
export const durationOf = (seconds: number): string => {
  const whole = Math.max(1, Math.round(seconds));
  return whole % 3_600 === 0 ? `${whole / 3_600}h` : whole % 60 === 0 ? `${whole / 60}m` : `${whole}s`;
};
