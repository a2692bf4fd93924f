/** A part of a text, as offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where something stands in an expression: line and column count from 1, offsets from 0. */
export interface Position extends Span {
  readonly line: number;
  readonly column: number;
}

export const positionOf = ({ text, from, to }: { text: string } & Span): Position => {
  const before = text.slice(0, from);
  return { line: before.split('\n').length, column: from - before.lastIndexOf('\n'), from, to };
};

/** The text with one part of it written anew. */
export const replaceSpan = ({ text, span, by }: { text: string; span: Span; by: string }): string =>
  text.slice(0, span.from) + by + text.slice(span.to);

export const textOf = ({ text, span }: { text: string; span: Span }): string => text.slice(span.from, span.to);
