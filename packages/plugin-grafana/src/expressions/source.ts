import type { VariableUse } from './variables.ts';
import type { Span } from './position.ts';

/** The text of an expression, and where variables are in it. */
export class Source {
  readonly #text: string;
  readonly #variables: readonly VariableUse[];

  constructor({ text, variables }: { text: string; variables: readonly VariableUse[] }) {
    this.#text = text;
    this.#variables = variables;
  }

  textOf({ from, to }: Span): string {
    return this.#text.slice(from, to);
  }

  isTemplated({ from, to }: Span): boolean {
    return this.#variables.some((use) => use.from < to && use.to > from);
  }

  /** Whether a variable stands in a part of the text, but outside the values of its matchers. */
  isTemplatedOutside({ span, values }: { span: Span; values: readonly Span[] }): boolean {
    return this.#variables.some(
      (use) => use.from < span.to && use.to > span.from && !values.some(({ from, to }) => use.from >= from && use.to <= to),
    );
  }
}
