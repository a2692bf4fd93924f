import { expect, test } from 'vitest';
import { progressBar } from './progress-bar.ts';

const output = (isTTY: boolean) => {
  const lines: string[] = [];
  return { lines, isTTY, columns: 60, write: (text: string) => lines.push(text) };
};

test('draws how far a call is, within the width of the terminal, and takes the line away', () => {
  const terminal = output(true);
  const bar = progressBar(terminal);
  bar.show({ progress: 5, total: 10, message: `half\u001B[2J${'x'.repeat(100)}` });
  expect(terminal.lines[0]).toContain('[##########----------] 50% half');
  expect(terminal.lines[0]).not.toContain('\u001B[2J');
  expect(terminal.lines[0]?.length).toBeLessThan(70);
  bar.clear();
  bar.clear();
  expect(terminal.lines).toHaveLength(2);
});

test('shows a bare number without a total', () => {
  const terminal = output(true);
  progressBar(terminal).show({ progress: 7 });
  expect(terminal.lines[0]).toContain('7');
});

test('is silent where nobody watches', () => {
  const pipe = output(false);
  const bar = progressBar(pipe);
  bar.show({ progress: 1, total: 2 });
  bar.clear();
  expect(pipe.lines).toEqual([]);
});
