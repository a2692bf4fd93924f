/** Functions of PromQL that take a range, and nothing else, as their last or only series. */
export const takesRange = (name: string): boolean =>
  counterFunctions.has(name) || gaugeFunctions.has(name) || name.endsWith('_over_time') || otherRangeFunctions.has(name);

/** They take the resets of a counter into account. */
export const counterFunctions: ReadonlySet<string> = new Set(['rate', 'irate', 'increase']);
/** They know nothing of resets. */
export const gaugeFunctions: ReadonlySet<string> = new Set(['delta', 'idelta', 'deriv']);
const otherRangeFunctions: ReadonlySet<string> = new Set([
  'predict_linear',
  'holt_winters',
  'double_exponential_smoothing',
  'changes',
  'resets',
]);

/** Whether each series of the result comes from the one series with the same labels. */
export const keepsSeries = (name: string): boolean =>
  counterFunctions.has(name) ||
  gaugeFunctions.has(name) ||
  (name.endsWith('_over_time') && name !== 'absent_over_time') ||
  name === 'bytes_rate' ||
  name === 'rate_counter';

export const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
export const arithmetic: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^']);

/** The same comparison seen from the other side. */
export const flipped: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=', '==': '==', '!=': '!=' };
