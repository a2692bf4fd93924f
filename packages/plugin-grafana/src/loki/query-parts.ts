import { findAll } from '../expressions/lezer-nodes.ts';
import { descend, type Matcher } from '../expressions/model.ts';
import { parseExpression } from '../expressions/parse-expression.ts';
import { readLogql } from '../expressions/read-logql.ts';

/** What a LogQL expression is made of, as far as it can be read here; the server has the last word. */
export interface QueryParts {
  readonly kind: 'logs' | 'metric' | 'unknown';
  /** The selectors in braces, as they are written. */
  readonly selectors: readonly string[];
  readonly matchers: readonly Matcher[];
  /** Of a log query: whether anything comes after the selector. */
  readonly hasStages: boolean;
}

export const queryParts = async (text: string): Promise<QueryParts> => {
  const parsed = await parseExpression({ text, language: 'logql' });
  const { tree } = parsed;
  if (tree === undefined || parsed.problem !== undefined)
    return { kind: 'unknown', selectors: [], matchers: [], hasStages: true };
  const top = tree.topNode;
  const nodes = descend(readLogql({ parsed, top })).filter((node) => node.kind === 'selector');
  return {
    kind: findAll(top, 'MetricExpr').length > 0 ? 'metric' : 'logs',
    selectors: findAll(top, 'Selector').map(({ from, to }) => text.slice(from, to)),
    matchers: nodes.flatMap(({ matchers }) => matchers),
    hasStages: nodes.some(({ stages }) => stages.length > 0),
  };
};
