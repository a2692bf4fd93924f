import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/**
 * A unified diff of at most `maxCharacters`; what is cut off is counted in its last line. Two texts that are too different to compare in
 * bounded work are described by their sizes.
 */
export const unifiedDiff = (request: { before: string; after: string; name: string; maxCharacters: number }): string => {
  const { before, after, name, maxCharacters } = request;
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
    maxEditLength: 2_000,
  });
  if (patch === undefined) return `The whole text changes: ${lineCount(before)} lines become ${lineCount(after)}.`;
  return cutLines({ text: patch, maxCharacters });
};

/** The first lines of a text that fit, and how many were left out. */
export const cutLines = ({ text, maxCharacters }: { text: string; maxCharacters: number }): string => {
  if (text.length <= maxCharacters) return text;
  const end = text.lastIndexOf('\n', maxCharacters);
  const kept = text.slice(0, end === -1 ? maxCharacters : end);
  return `${kept}\n[… ${lineCount(text.slice(kept.length))} more lines left out …]`;
};

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0);
