const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** `5m`, `1h30m`, or bare seconds, in milliseconds; undefined for anything else. */
export const durationMs = (text: string): number | undefined => {
  const trimmed = text.trim();
  if (/^\d+(?:\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdwy]))+$/.test(trimmed)) return undefined;
  return [...trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
};

/** A number of PromQL or LogQL; undefined for what is none here, such as a hexadecimal with a typing error. */
export const numberOf = (text: string): number | undefined => {
  const plain = text.replaceAll(/[\s_]/g, '');
  // 017 is fifteen to Prometheus and seventeen to Loki.
  if (plain === '' || /^[+-]?0\d/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
};

/** What is between the quotes; only the escapes that change how a check reads it are undone. */
export const stringOf = (text: string): string => {
  const inner = text.slice(1, -1);
  return text.startsWith('`') ? inner : inner.replaceAll(/\\(["'\\])/g, '$1');
};
