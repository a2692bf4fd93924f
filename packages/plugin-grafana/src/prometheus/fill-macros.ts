import { findVariables } from '../expressions/variables.ts';
import type { Evaluation } from './run-query.ts';

/** What Grafana takes for the time between two scrapes where a datasource does not say. */
const scrapeMs = 15_000;
/** An instant query has no range of its own. */
const usualRangeMs = 3_600_000;

/** A query with durations in the place of Grafana's macros, as a panel would send it; the notes say which. */
export const fillMacros = ({ expr, evaluation }: { expr: string; evaluation: Evaluation }) => {
  const isRange = evaluation.kind === 'range';
  const intervalMs = Math.max(scrapeMs, isRange ? evaluation.stepS * 1_000 : 0);
  const rangeMs = isRange ? evaluation.range.toMs - evaluation.range.fromMs : usualRangeMs;
  const lengths: Readonly<Record<string, number>> = {
    __interval: intervalMs,
    __auto: intervalMs,
    __rate_interval: Math.max(intervalMs + scrapeMs, 4 * scrapeMs),
    __range: rangeMs,
  };
  const notes = new Set<string>();
  let filled = expr;
  for (const { name, from, to } of findVariables(expr).toReversed()) {
    const [, macro = name, unit] = /^(.*?)(_ms|_s)?$/.exec(name) ?? [];
    const lengthMs = lengths[macro];
    if (lengthMs === undefined) continue;
    const text = unit === '_ms' ? String(lengthMs) : unit === '_s' ? String(Math.ceil(lengthMs / 1_000)) : duration(lengthMs);
    filled = filled.slice(0, from) + text + filled.slice(to);
    notes.add(`$${name} is ${text} here.`);
  }
  return { expr: filled, notes: [...notes].toReversed() };
};

/** Variables of a dashboard in a query, which nobody has put a value into. */
const unfilledVariables = (expr: string): readonly string[] => [
  ...new Set(findVariables(expr).flatMap(({ name, isMacro }) => (isMacro ? [] : [`$${name}`]))),
];

/** What to do about them; nothing where there are none. */
export const variableHints = (expr: string): readonly string[] => {
  const names = unfilledVariables(expr).slice(0, 5);
  return names.length === 0
    ? []
    : [`Put a value in the place of ${names.join(', ')}: only run_panel_query knows the variables of a dashboard.`];
};

const duration = (lengthMs: number): string => (lengthMs % 1_000 === 0 ? `${lengthMs / 1_000}s` : `${Math.ceil(lengthMs)}ms`);
