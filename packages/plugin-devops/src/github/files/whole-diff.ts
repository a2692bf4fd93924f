import { LineclearError } from '@lineclear/core/plugin';
import { toLines } from '../../workspace/text.ts';
import { unifiedDiff } from '../../workspace/unified-diff.ts';

// An answer of core holds 100,000 characters; the rest is for what else a preview says.
const mostShown = 70_000;

/** A diff that shows every line that is added: what nobody could see is not sent. */
export const wholeDiff = ({ before, after, name }: { before: string; after: string; name: string }): string => {
  const diff = unifiedDiff({ before, after, name, maxCharacters: Number.MAX_SAFE_INTEGER });
  // Texts that differ too much are only described by their sizes.
  if (diff.startsWith('---') || diff === '') return diff;
  return [`--- a/${name}`, `+++ b/${name}`, diff, ...toLines(after).map((line) => `+${line}`)].join('\n');
};

/** Refuses changes that a preview cannot show whole. */
export const checkShown = (diffs: readonly string[]): void => {
  const characters = diffs.reduce((sum, diff) => sum + diff.length, 0);
  if (characters <= mostShown) return;
  throw new LineclearError('invalid_input', 'The changes are too long to be shown whole before they are sent.', {
    hint: 'Commit them in parts, or in a clone with git_commit and git_push.',
    effect: 'none',
    details: { reason: 'too_long', characters, most: mostShown },
  });
};
