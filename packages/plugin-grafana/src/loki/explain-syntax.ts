import { LineclearError } from '@lineclear/core/plugin';
import { parseExpression } from '../expressions/parse-expression.ts';

/** A syntax error of Loki, with what our own grammar says about the same query; other errors as they are. */
export const explainSyntax = async ({ error, query }: { error: unknown; query: string }): Promise<unknown> => {
  if (!LineclearError.is(error) || error.details?.['reason'] !== 'syntax') return error;
  const { problem } = await parseExpression({ text: query, language: 'logql' });
  if (problem === undefined) return error;
  const { message, at, expected } = problem;
  return new LineclearError(error.code, error.message, {
    hint: `${message} It is at line ${at.line}, character ${at.column}.`,
    effect: error.effect,
    details: { ...error.details, line: at.line, column: at.column, expected },
    cause: error,
  });
};
