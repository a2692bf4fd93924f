import { checkLineText } from './line-text.ts';
import type { ParseLine } from './parse-line.ts';
import { readCommands } from './read-commands.ts';
import type { Reading } from './read-commands.ts';
import { refused } from './refusal.ts';
import { readTree } from './tree-reading.ts';
import type { TreeReading } from './tree-reading.ts';

/**
 * Reads a line twice: from its syntax tree, and from left to right as bash does. What the two do not read the same way is refused, so
 * that a mistake of one reading lets nothing through.
 */
export const readLine = async ({ line, parse }: { line: string; parse: ParseLine }): Promise<Reading> => {
  checkLineText(line);
  const tree = await parse({ line, read: readTree });
  const reading = readCommands(line);
  if (reading.commands.length > maxCommands) throw refused({ construct: 'crowd', text: line });
  if (!sameWords({ tree, reading })) throw refused({ construct: 'disagreement', text: line });
  return reading;
};

// More than a person reads in a preview.
const maxCommands = 50;

const sameWords = ({ tree, reading }: { tree: TreeReading; reading: Reading }): boolean => {
  const { commands, redirections, loops } = reading;
  const range = ({ start, end }: { start: number; end: number }) => `${start}-${end}`;
  const mine: TreeReading = {
    names: commands.flatMap(({ name }) => (name === undefined ? [] : [range(name)])),
    words: [...commands.flatMap(({ args }) => args), ...loops.flatMap(({ items }) => items)].map(range),
    targets: redirections.map(({ target }) => range(target)),
    assignments: commands.flatMap(({ assignments }) => assignments).map(({ word }) => range(word)),
  };
  return (['names', 'words', 'targets', 'assignments'] as const).every(
    (kind) => mine[kind].toSorted().join() === tree[kind].toSorted().join(),
  );
};
