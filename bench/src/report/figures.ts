import { type Budget, type Finding, isMet } from '../finding.ts';

/** A figure with as many digits as mean something. */
export const figure = (value: number): string => {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** The cells of a finding: what, measured, smallest to largest, budget, verdict. */
export const cellsOf = (finding: Finding): readonly string[] => {
  const { what, value, unit, spread, budget } = finding;
  return [
    what,
    `${figure(value)} ${unit}`,
    spread === undefined ? '' : `${figure(spread.low)} – ${figure(spread.high)}`,
    budget === undefined ? '' : budgetText(budget),
    budget === undefined ? '' : isMet(finding) ? 'pass' : 'FAIL',
  ];
};

export const headings: readonly string[] = ['', 'median', 'min – max', 'budget', ''];

const budgetText = (budget: Budget): string => ('atLeast' in budget ? `≥ ${budget.atLeast}` : `≤ ${budget.atMost}`);
