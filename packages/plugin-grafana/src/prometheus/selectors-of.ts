import { descend, type Selector } from '../expressions/model.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { readPromql } from '../expressions/read-promql.ts';

/** The selectors of a PromQL expression, in its order; none where it cannot be read. */
export const selectorsOf = async (expr: string): Promise<readonly Selector[]> => {
  const parsed = await parseExpression({ text: expr, language: 'promql' });
  if (parsed.tree === undefined || parsed.problem !== undefined) return [];
  return descend(readPromql({ parsed, top: parsed.tree.topNode })).filter((node) => node.kind === 'selector');
};
