import type { LokiLine } from '../loki/store.ts';

/**
 * The log of the tunnel: a request every ten seconds, in logfmt; from 40 to 20 minutes before the end the upstream fails, the circuit
 * breaker opens, and requests are slow. The same for the same end.
 */
export const tunnelLogs = ({ endMs, minutes }: { endMs: number; minutes: number }): readonly LokiLine[] => {
  const count = minutes * 6;
  return Array.from({ length: count }, (_, index) => {
    const beforeEndS = (count - index) * 10;
    return lineAt({ index, atMs: endMs - beforeEndS * 1000, fails: beforeEndS <= 2400 && beforeEndS > 1200 });
  }).flat();
};

const lineAt = ({ index, atMs, fails }: { index: number; atMs: number; fails: boolean }): readonly LokiLine[] => {
  const request = `request=req-${(0x1a00 + index * 7).toString(16)}`;
  const durationMs = fails ? 1500 + ((index * 37) % 900) : 40 + ((index * 13) % 160);
  const lines = [
    line({
      atMs,
      level: 'info',
      text: `level=info msg="request finished" ${request} status=${fails ? 502 : 200} duration=${durationMs}ms`,
    }),
  ];
  if (!fails) return lines;
  if (index % 2 === 0)
    lines.push(
      line({
        atMs: atMs + 20,
        level: 'error',
        text: `level=error msg="upstream error: connection refused" ${request} upstream=10.0.3.${index % 16}:8443`,
      }),
    );
  if (index % 12 === 0)
    lines.push(
      line({
        atMs: atMs + 40,
        level: 'error',
        text: `level=error msg="circuit breaker opened after ${5 + (index % 3)} failures" state=open`,
      }),
    );
  return lines;
};

const line = ({ atMs, level, text }: { atMs: number; level: string; text: string }): LokiLine => ({
  labels: { service: 'tunnel', job: 'tunnel', level },
  line: text,
  atMs,
});
