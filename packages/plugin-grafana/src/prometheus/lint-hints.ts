import { lintPromql } from '../expressions/lint-expression.ts';

/** Mistakes in a query that Prometheus answers all the same: each with the query that was probably meant. */
export const lintHints = async (expr: string): Promise<readonly string[]> => {
  const findings = await lintPromql({ text: expr, context: { use: 'query' } });
  return findings
    .filter(({ severity, code }) => severity !== 'info' && code !== 'syntax')
    .slice(0, mostHints)
    .map(({ message, repaired }) => (repaired === undefined ? message : `${message} Try: ${repaired}`));
};

const mostHints = 5;
