/** What a query or an expression of a rule yields. Labels are those of the series. */
export type Values =
  | { readonly kind: 'numbers'; readonly items: readonly NumberItem[] }
  | { readonly kind: 'series'; readonly items: readonly SeriesItem[] };

export interface NumberItem {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN where there is none. */
  readonly value: number;
}

export interface SeriesItem {
  readonly labels: Readonly<Record<string, string>>;
  /** In the order of time. */
  readonly values: readonly number[];
}

/** Why a rule cannot be evaluated here: in a sentence of ours. */
export class NotEvaluable extends Error {}

/** Why nobody could evaluate a rule: in a sentence of ours. */
export class NeverEvaluable extends Error {}
