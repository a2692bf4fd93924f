import type { NumberedLine } from './find-secrets.ts';

/** Lines that a patch adds to one file. */
export interface AddedLines {
  /** Absent where the patch names no commits. */
  readonly commit?: string;
  readonly path: string;
  readonly lines: readonly NumberedLine[];
}

/**
 * Reads the added lines out of a patch with the prefixes `a/` and `b/`. Hunks are followed by their counts, so no line of a file can
 * pass for a header. A line that begins with a NUL names the commit of what follows.
 */
export const addedLines = (patch: string): readonly AddedLines[] => {
  const files: { commit?: string; path: string; lines: NumberedLine[] }[] = [];
  let commit: string | undefined;
  let [old, added, at] = [0, 0, 0];
  for (const text of patch.split('\n')) {
    if (old > 0 || added > 0) {
      const sign = text[0];
      if (sign === '+') files.at(-1)?.lines.push({ line: at, text: text.slice(1) });
      if (sign === '+' || sign === ' ') [added, at] = [added - 1, at + 1];
      if (sign === '-' || sign === ' ') old -= 1;
      continue;
    }
    if (text.startsWith('\0')) commit = text.slice(1);
    if (text.startsWith('+++ '))
      files.push({ ...(commit === undefined ? {} : { commit }), path: toPath(text.slice(4)), lines: [] });
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text);
    if (hunk !== null) [old, at, added] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)];
  }
  return files.filter(({ lines }) => lines.length > 0);
};

/** `b/name`, with a tab after a name that has spaces, or in quotes with the escapes of C. */
const toPath = (text: string): string => {
  const name = text.replace(/\t$/, '');
  return (name.startsWith('"') ? unquote(name) : name).replace(/^b\//, '');
};

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unquote = (text: string): string => {
  return text
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3}|.)/g, (_, escape: string) =>
      escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : (escapes[escape] ?? escape),
    );
};
