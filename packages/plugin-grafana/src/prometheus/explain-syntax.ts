import { LineclearError } from '@lineclear/core/plugin';
import { parseExpression } from '../expressions/parse-expression.ts';
import { variableHints } from './fill-macros.ts';

/** Adds to a syntax error of Prometheus what our own grammar would have expected there. */
export const explainSyntax = async ({ error, expr }: { error: unknown; expr: string }): Promise<unknown> => {
  if (!LineclearError.is(error) || error.details?.['reason'] !== 'syntax') return error;
  const { problem } = await parseExpression({ text: expr, language: 'promql' });
  const reasons = [...(problem === undefined ? [] : [problem.message]), ...variableHints(expr)];
  if (reasons.length === 0) return error;
  return new LineclearError(error.code, error.message, {
    hint: [error.hint, ...reasons].join(' '),
    effect: error.effect,
    details: error.details,
    cause: error,
  });
};
