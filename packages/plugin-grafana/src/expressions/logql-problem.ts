import type { ExpressionFinding } from './finding.ts';
import type { Grammar } from './grammars.ts';
import type { ParsedExpression } from './parse-expression.ts';

/** Says in words of LogQL what its grammar only calls an error: an empty selector, and a metric query without a range. */
export const explainLogqlProblem = ({
  parsed,
  grammar,
}: {
  parsed: ParsedExpression;
  grammar: Grammar;
}): ExpressionFinding | undefined => {
  const { text, masked, problem } = parsed;
  if (problem === undefined) return undefined;
  const { at } = problem;
  if (text[at.from] === '}' && text.slice(0, at.from).trimEnd().endsWith('{'))
    return {
      code: 'matcher_missing',
      severity: 'error',
      message: 'Loki refuses a selector without a matcher, such as {app="x"}.',
      at,
    };
  if (
    !problem.expected.some((name) => name.includes('[5m]')) ||
    !isWhole({ grammar, text: insert({ text: masked, at: at.from }) })
  )
    return undefined;
  return {
    code: 'range_missing',
    severity: 'error',
    message: 'A metric query needs a range such as [5m] after its pipeline.',
    at,
    repaired: insert({ text, at: at.from }),
  };
};

const insert = ({ text, at }: { text: string; at: number }): string => `${text.slice(0, at).trimEnd()} [5m]${text.slice(at)}`;

const isWhole = ({ grammar, text }: { grammar: Grammar; text: string }): boolean => {
  let hasError = false;
  grammar.parse(text).iterate({
    enter: ({ type }) => {
      hasError ||= type.isError;
    },
  });
  return !hasError;
};
