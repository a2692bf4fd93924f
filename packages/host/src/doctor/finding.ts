import { plain } from '../terminal/plain.ts';

/** One thing that `doctor` looked at. */
export interface Finding {
  readonly what: string;
  /** `warn` works and could be better; `fail` does not work. */
  readonly status: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  readonly fix?: string;
}

/** The findings as lines, the fixes below what they fix. */
export const findingsText = (findings: readonly Finding[]): string => {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };
  const indent = ' '.repeat(width + 8);
  const lines = findings.flatMap(({ what, status, detail, fix }) => [
    `${marks[status]}  ${what.padEnd(width)}  ${plain(detail).replaceAll('\n', `\n${indent}`)}`,
    ...(fix === undefined ? [] : [`${indent}fix: ${plain(fix)}`]),
  ]);
  return `${lines.join('\n')}\n`;
};
