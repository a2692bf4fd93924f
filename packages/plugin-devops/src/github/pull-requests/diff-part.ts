/** The longest part of a diff in characters: an answer of core holds 100,000. */
export const longestPart = 60_000;

/** Some whole lines of a diff, as many as fit. */
export const partOfDiff = ({ diff, offset, limit }: { diff: string; offset: number; limit: number }) => {
  const lines = diff.replace(/\n$/, '').split('\n');
  let characters = 0;
  let end = offset;
  while (end < Math.min(lines.length, offset + limit)) {
    characters += (lines[end]?.length ?? 0) + 1;
    // The first line goes out whatever its length; the fence cuts it.
    if (characters > longestPart && end > offset) break;
    end += 1;
  }
  return { text: lines.slice(offset, end).join('\n'), lines: lines.length, nextOffset: end < lines.length ? end : undefined };
};
