import { readFile } from 'node:fs/promises';

const page = await readFile(new URL('../../../../docs/celery.md', import.meta.url), 'utf8');

/** The words of a command on the page, without their quotes: of the block with this word behind `sh`. */
export const documentedCommand = (word: string): readonly string[] => {
  const [, command] = new RegExp(`^\`\`\`sh ${word}\n(.+?)\n\`\`\`$`, 'ms').exec(page) ?? [];
  if (command === undefined) throw new Error(`docs/celery.md has no command "${word}".`);
  return command
    .replaceAll('\\\n', ' ')
    .trim()
    .split(/\s+/)
    .map((part) => part.replaceAll("'", ''));
};

/** The rows of the table on the page whose first column has this heading, without backquotes. */
export const documentedTable = (heading: string): readonly (readonly string[])[] => {
  const [, rows] = new RegExp(`^\\| \`?${heading}\`? \\|.*\n\\|[ -|]*\n((?:\\|.*\n)+)`, 'm').exec(page) ?? [];
  if (rows === undefined) throw new Error(`docs/celery.md has no table of "${heading}".`);
  return rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );
};
