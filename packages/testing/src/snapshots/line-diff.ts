/** The lines that differ between two texts, marked `-` and `+`, each change with two lines around it. */
export const lineDiff = (before: string, after: string): string => {
  const marked = align(before.split('\n'), after.split('\n'));
  const near = marked.map((_line, index) =>
    marked.slice(Math.max(0, index - 2), index + 3).some((line) => !line.startsWith(' ')),
  );
  return marked.flatMap((line, index) => (near[index] ? [line] : near[index - 1] ? ['  …'] : [])).join('\n');
};

// The longest common subsequence; definitions have a few hundred lines at most.
const align = (before: readonly string[], after: readonly string[]): readonly string[] => {
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      lines.push(`  ${before[row]}`);
      row += 1;
      column += 1;
    } else if (column >= after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) {
      lines.push(`- ${before[row]}`);
      row += 1;
    } else {
      lines.push(`+ ${after[column]}`);
      column += 1;
    }
  }
  return lines;
};
