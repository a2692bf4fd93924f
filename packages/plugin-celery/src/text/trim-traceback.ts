/** Lines of a traceback that are shown, and their characters: the innermost calls and the exception stand at its end. */
const maxLines = 24;
const maxCharacters = 3_000;

/** The end of a Python traceback, with a count of what was left out before it. */
export const trimTraceback = (traceback: string): string => {
  const lines = traceback.trimEnd().split('\n');
  const last = lines.slice(-maxLines);
  while (last.length > 1 && last.join('\n').length > maxCharacters) last.shift();
  const shown = last.join('\n').slice(-maxCharacters).toWellFormed();
  const leftOut = lines.length - last.length;
  return leftOut === 0 ? shown : `… ${leftOut} lines left out\n${shown}`;
};
