import { LineclearError } from '@lineclear/core/plugin';
import { parseExpression } from '../expressions/parse-expression.ts';

/** Adds to a syntax error of Prometheus what our own grammar would have expected there. */
export const explainSyntax = async ({ error, expr }: { error: unknown; expr: string }): Promise<unknown> => {
  if (!LineclearError.is(error) || error.details?.['reason'] !== 'syntax') return error;
  const { problem } = await parseExpression({ text: expr, language: 'promql' });
  if (problem === undefined) return error;
  return new LineclearError(error.code, error.message, {
    hint: `${error.hint} ${problem.message}`,
    effect: error.effect,
    details: error.details,
    cause: error,
  });
};
