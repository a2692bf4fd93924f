/** Lines up columns of text; the last one is never padded. Numbers go right. */
export const table = ({
  head,
  rows,
  indent = '',
}: {
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  indent?: string;
}): string => {
  const texts = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_title, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const isNumber = head.map((_title, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  return texts
    .map((row) => {
      const cells = row.map((cell, column) => {
        const width = widths[column] ?? 0;
        if (isNumber[column] === true) return cell.padStart(width);
        return column === row.length - 1 ? cell : cell.padEnd(width);
      });
      return `${indent}${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
};
