import type { Step } from './compare.ts';
import { hiddenText } from '../../text/hidden-text.ts';
import { estimateLocks } from './estimate-locks.ts';

const mostCharacters = 60_000;

/** The files as a person sees them before they run: whole, as far as there is room, with digests of what runs. */
export const showSteps = (steps: readonly Step[]) => {
  const each = Math.floor(mostCharacters / Math.max(1, steps.length));
  return steps.map(({ version, file: { file, sha256, script } }) => ({
    version,
    file,
    sha256,
    statements: script.statements.length,
    in_transaction: script.isTransaction,
    text: script.text.slice(0, each).toWellFormed(),
    characters_not_shown: Math.max(0, script.text.length - each),
  }));
};

/** What a person has to know about the files before they run. */
export const warningsOf = (steps: readonly Step[]): readonly string[] =>
  showSteps(steps).flatMap((shown, index) => {
    const { file, script } = steps[index]?.file ?? { file: '', script: undefined };
    const locks = (script?.statements ?? []).flatMap(estimateLocks);
    return [
      ...(shown.characters_not_shown === 0
        ? []
        : [`${file}: ${shown.characters_not_shown} characters are not shown; read the file itself.`]),
      ...hiddenText({ what: file, sent: script?.text }),
      ...(shown.in_transaction ? [] : [`${file} runs in no transaction: where it fails, a part of it may stay.`]),
      ...locks.slice(0, mostLocks).map((lock) => `${file}: ${lock}`),
      ...(locks.length <= mostLocks ? [] : [`${file}: ${locks.length - mostLocks} more statements that lock or lose something.`]),
    ];
  });

const mostLocks = 12;
