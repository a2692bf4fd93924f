import { refusedCommand } from './refusal.ts';
import { harmlessBuiltins } from './reserved.ts';
import type { Word } from './word.ts';

/** Refuses what bash does itself, but for a few commands that only print or compare. */
export const checkBuiltin = ({ name, args, text }: { name: string; args: readonly Word[]; text: string }): void => {
  const why = harmlessBuiltins.has(name)
    ? rules[name]?.(args.map(({ value }) => value))
    : 'is a part of bash that can change how the rest of the line is read';
  if (why === undefined) return;
  throw refusedCommand({
    text,
    why,
    hint: 'Give cwd for another folder; write what it would do with other commands.',
    reason: 'builtin',
  });
};

type Rule = (values: readonly (string | undefined)[]) => string | undefined;

// Both can take the name of a variable: they would set PATH, or run what stands in the brackets of `a[$(…)]`.
const rules: Readonly<Record<string, Rule>> = {
  printf: ([format]) =>
    format !== undefined && printing.test(format)
      ? undefined
      : 'needs a literal format of text, %s, %d and the like, without options',
  test: (values) =>
    values.some((value) => value === undefined || /^-[vR]$/.test(value))
      ? 'may only test literal words, without -v and -R'
      : undefined,
};
const printing = /^(?!-)(?:[^%]|%%|%-?\d*(?:\.\d+)?[bcdeEfgGioqsuxX])+$/;
