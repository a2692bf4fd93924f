import type { Finding } from '../finding.ts';
import { cellsOf, headings } from './figures.ts';

/** A scenario's findings as lines of a terminal. */
export const terminalTable = (findings: readonly Finding[]): string => {
  const rows = [headings, ...findings.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))))
    .map((cells) => `  ${cells.join('  ').trimEnd()}`)
    .join('\n');
};
