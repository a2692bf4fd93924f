import * as z from 'zod';

/**
 * A branch, tag, commit or `HEAD`, with `~n` and `^n` after it. The rules of git-check-ref-format and no leading `-`, so that a
 * revision can never be read as an option, a range, a path or a search.
 */
export const isRevision = (text: string): boolean => {
  const name = text.replace(/(?:[~^]\d{0,4})*$/, '');
  if (name === '@') return true;
  return (
    text.length <= 250 &&
    /^[^\0-\x20\x7f~^:?*[\\]+$/.test(name) &&
    !/^-|^\/|\/$|\/\/|\.\.|@\{|\.$|^@$/.test(name) &&
    name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
  );
};

/** An input field for a revision. */
export const revision = (description: string) =>
  z.string().refine(isRevision, 'Not a branch, tag or commit name.').describe(description);
