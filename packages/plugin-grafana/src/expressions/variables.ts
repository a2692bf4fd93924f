import type { Span } from './position.ts';

/** A place where Grafana puts a value before the expression is sent: `$job`, `${job:regex}`, `[[job]]`, `$__rate_interval`. */
export interface VariableUse extends Span {
  readonly name: string;
  /** Known to Grafana without anybody defining it. */
  readonly isBuiltIn: boolean;
  /** Filled in by the datasource as well, so that it works in alert rules too. */
  readonly isMacro: boolean;
}

// A name that begins with a digit is a capture group of label_replace or of a regular expression.
const form =
  /\$(?<plain>[A-Za-z_]\w*)|\$\{(?<braced>[A-Za-z_]\w*)(?:\.[^:}\n]{1,200})?(?::[^}\n]{1,200})?\}|\[\[(?<old>[A-Za-z_]\w*)(?::\w+)?\]\]/g;
const macro = /^__(?:rate_interval|interval|range|auto)(?:_ms|_s)?$/;
const builtIn = /^__|^timeFilter$/;

/** Every use of a variable in a text, in order. */
export const findVariables = (text: string): readonly VariableUse[] =>
  [...text.matchAll(form)].map((match) => {
    const name = match.groups?.['plain'] ?? match.groups?.['braced'] ?? match.groups?.['old'] ?? '';
    return {
      name,
      isBuiltIn: builtIn.test(name),
      isMacro: macro.test(name),
      from: match.index,
      to: match.index + match[0].length,
    };
  });
