import { toLines } from '../../text/lines.ts';
import { unifiedDiff } from '../../text/unified-diff.ts';

/** A diff that shows every line that is added: what nobody could see is not sent. */
export const wholeDiff = ({ before, after, name }: { before: string; after: string; name: string }): string => {
  const diff = unifiedDiff({ before, after, name, maxCharacters: Number.MAX_SAFE_INTEGER });
  // Texts that differ too much are only described by their sizes.
  if (diff.startsWith('---') || diff === '') return diff;
  return [`--- a/${name}`, `+++ b/${name}`, diff, ...toLines(after).map((line) => `+${line}`)].join('\n');
};
