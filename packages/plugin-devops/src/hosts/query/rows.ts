import { shortened } from '../../text/shortened.ts';

/** One line of a table that a program printed. */
export type Row = Readonly<Record<string, string | number>>;

/** The lines that hold something. */
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Lines as they stand, under one name. */
export const textRows = (text: string): readonly Row[] => linesOf(text).map((line) => ({ line: shorten(line) }));

/**
 * Columns that are set apart by spaces, by the names of `columns`; the last one takes the rest of its line. Those of `amounts` are
 * numbers where they hold one; in the others digits are a name, such as a user without one. Lines that are too short are left as text, so
 * that nothing goes unseen.
 */
export const columnRows = ({
  text,
  columns,
  amounts = [],
  skip = 0,
}: {
  text: string;
  columns: readonly string[];
  amounts?: readonly string[];
  skip?: number;
}): readonly Row[] =>
  linesOf(text)
    .slice(skip)
    .map((line) => {
      const words = line.trim().split(/\s+/);
      if (words.length < columns.length) return { line: shorten(line) };
      const last = columns.length - 1;
      return Object.fromEntries(
        columns.map((column, index) => {
          const word = index === last ? words.slice(last).join(' ') : (words[index] ?? '');
          return [column, amounts.includes(column) ? toAmount(word) : shorten(word)];
        }),
      );
    });

/** Lines of a name and a value, such as `VERSION_ID="22.10"` or `Name:  12 kB`; values are texts. */
export const pairRows = ({ text, separator }: { text: string; separator: '=' | ':' }): readonly Row[] =>
  linesOf(text).flatMap((line) => {
    const at = line.indexOf(separator);
    if (at === -1) return [];
    return [
      {
        name: line.slice(0, at).trim(),
        value: shorten(
          line
            .slice(at + 1)
            .trim()
            .replace(/^"(.*)"$/, '$1'),
        ),
      },
    ];
  });

/** How often each value of a column stands there, the most frequent first. */
export const countedRows = ({ rows, column }: { rows: readonly Row[]; column: string }): readonly Row[] => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(String(row[column] ?? ''), (counts.get(String(row[column] ?? '')) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([value, count]) => ({ [column]: value, count }));
};

const toAmount = (text: string): string | number => (/^-?\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : shorten(text));

/** The arguments of one process may fill an answer by themselves. */
const shorten = (text: string): string => shortened({ text, longest: 300 });
