import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { count, cutLines, lineCount } from './lines.ts';

/**
 * A unified diff of at most `maxCharacters`; what is cut off is counted in its last line. Two texts that are too different to compare in
 * bounded work are described by their sizes.
 */
export const unifiedDiff = (request: { before: string; after: string; name: string; maxCharacters: number }): string => {
  const { before, after, name, maxCharacters } = request;
  const changed = trimCommon({ before, after });
  const isLarge = lineCount(changed.before) + lineCount(changed.after) > maxChangedLines;
  const patch = isLarge
    ? undefined
    : structuredPatch(`a/${name}`, `b/${name}`, changed.before, changed.after, undefined, undefined, options);
  if (patch === undefined) return `Much of the text changes: ${lineCount(before)} lines become ${lineCount(after)}.`;
  const hunks = patch.hunks.map((hunk) => ({
    ...hunk,
    oldStart: hunk.oldStart + changed.skipped,
    newStart: hunk.newStart + changed.skipped,
  }));
  return cutLines({ text: formatPatch({ ...patch, hunks }, FILE_HEADERS_ONLY), maxCharacters });
};

const context = 3;
const options = { context, maxEditLength: 500 };
const maxChangedLines = 20_000;

/** Only the lines from the first change to the last, with context: comparing all of a large file would take seconds. */
const trimCommon = ({ before, after }: { before: string; after: string }): { before: string; after: string; skipped: number } => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (tail < shorter - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail += 1;
  const from = lineStart({ text: before, at: start });
  const kept = lineEnd({ text: before, at: before.length - tail });
  const rest = before.length - kept;
  return {
    before: before.slice(from, kept),
    after: after.slice(from, after.length - rest),
    skipped: count({ text: before.slice(0, from), part: '\n' }),
  };
};

const lineStart = ({ text, at }: { text: string; at: number }): number => {
  let start = at;
  for (let line = 0; line <= context && start > 0; line += 1)
    start = text.lastIndexOf('\n', start - 1 - (line === 0 ? 0 : 1)) + 1;
  return start;
};

const lineEnd = ({ text, at }: { text: string; at: number }): number => {
  let end = at;
  for (let line = 0; line <= context && end !== 0; line += 1) end = text.indexOf('\n', end) + 1;
  return end === 0 ? text.length : end;
};
