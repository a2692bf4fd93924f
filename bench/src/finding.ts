import type { Spread } from './measure/statistics.ts';

/** What a figure has to reach. */
export type Budget = { readonly atLeast: number } | { readonly atMost: number };

export type Unit = '×' | 'µs' | 'ms' | 'MB' | 'tokens' | 'streams' | 'requests/s' | 'events/s' | 'tools';

/** One line of a scenario's result. Without a budget it informs and cannot fail. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly unit: Unit;
  /** The smallest and the largest of the rounds. */
  readonly spread?: Spread;
  readonly budget?: Budget;
}

/** True when the figure is within its budget, or has none. */
export const isMet = ({ value, budget }: Finding): boolean => {
  if (budget === undefined) return true;
  return 'atLeast' in budget ? value >= budget.atLeast : value <= budget.atMost;
};
