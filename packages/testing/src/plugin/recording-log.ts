import type { Log } from '@lineclear/core/plugin';

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

/** A log that keeps its lines; with `next`, it also passes them on. */
export const recordingLog = ({ next, lines = [] }: { next?: Log | undefined; lines?: LogLine[] } = {}): Log & {
  readonly lines: readonly LogLine[];
} => {
  const write = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
    next?.[level](fields, message);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};
