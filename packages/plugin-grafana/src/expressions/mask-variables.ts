import type { Span } from './position.ts';
import type { Surroundings } from './scan-text.ts';
import type { VariableUse } from './variables.ts';

/** A stand-in for a variable: it is as long as the variable, so that every offset stays true. */
export interface Stand {
  readonly use: VariableUse;
  /** What the grammar is shown. Only `free` ones may have to be something else. */
  readonly as: 'text' | 'duration' | 'blank' | 'free';
  readonly span: Span;
  readonly by: string;
}

/** What stands in for each variable, by where it is. */
export const planStands = ({
  text,
  variables,
  surroundings,
}: {
  text: string;
  variables: readonly VariableUse[];
  surroundings: readonly Surroundings[];
}): readonly Stand[] =>
  variables.map((use, index) =>
    standFor({ text, use, surroundings: surroundings[index] ?? { inString: true, bracket: undefined } }),
  );

/** The text as the grammar is shown it; the variables named in `asNumbers` are digits instead of a name. */
export const maskVariables = ({
  text,
  stands,
  asNumbers,
}: {
  text: string;
  stands: readonly Stand[];
  asNumbers: ReadonlySet<Stand>;
}): string => {
  const parts: string[] = [];
  let at = 0;
  for (const stand of stands) {
    const from = Math.max(stand.span.from, at);
    const by = asNumbers.has(stand) ? '1'.repeat(stand.by.length) : stand.by;
    parts.push(text.slice(at, from), by.slice(from - stand.span.from));
    at = Math.max(at, stand.span.to);
  }
  return parts.join('') + text.slice(at);
};

const standFor = ({ text, use, surroundings }: { text: string; use: VariableUse; surroundings: Surroundings }): Stand => {
  const length = use.to - use.from;
  const before = text.slice(Math.max(0, use.from - 40), use.from);
  const after = text.slice(use.to, use.to + 40);
  const name = 'v'.repeat(length);
  if (surroundings.inString) return { use, as: 'text', span: use, by: name };
  if (surroundings.bracket === '[' || /\boffset\s+-?\s*$/i.test(before))
    return { use, as: 'duration', span: use, by: duration({ length, before, after }) };
  if (surroundings.bracket === '{' && /[{,]\s*$/.test(before) && /^\s*[},]/.test(after)) return blankMatcher({ text, use });
  return { use, as: 'free', span: use, by: name };
};

/** A number with a unit, unless the text beside the variable brings the one or the other: `[${seconds}s]`, `[5$unit]`. */
const duration = ({ length, before, after }: { length: number; before: string; after: string }): string => {
  if (/^(?:ms|[smhdwy]|\$)/.test(after)) return '1'.repeat(length);
  if (/[\d}]$/.test(before) || /\$\w+$/.test(before)) return `s${' '.repeat(length - 1)}`;
  return `${'1'.repeat(length - 1)}s`;
};

/** A variable in the place of whole matchers: nothing instead, and one comma less. */
const blankMatcher = ({ text, use }: { text: string; use: VariableUse }): Stand => {
  const following = /^\s*,/.exec(text.slice(use.to))?.[0].length ?? 0;
  const preceding = following > 0 ? 0 : (/,\s*$/.exec(text.slice(0, use.from))?.[0].length ?? 0);
  const span = { from: use.from - preceding, to: use.to + following };
  return { use, as: 'blank', span, by: ' '.repeat(span.to - span.from) };
};
