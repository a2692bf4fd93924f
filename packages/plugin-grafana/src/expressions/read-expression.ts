import type { SyntaxNode } from '@lezer/common';
import type { Language } from './grammars.ts';
import { descend, type ExpressionNode } from './model.ts';
import { type ParsedExpression, parseExpression } from './parse-expression.ts';
import { readLogql } from './read-logql.ts';
import { readPromql } from './read-promql.ts';

/** What an expression consists of. */
export interface ReadExpression {
  readonly root: ExpressionNode;
  /** All nodes, from the outside in. */
  readonly nodes: readonly ExpressionNode[];
}

/** The model of an expression; undefined where its syntax is wrong, or where only the value of a variable could tell. */
export const readExpression = async ({
  text,
  language,
}: {
  text: string;
  language: Language;
}): Promise<ReadExpression | undefined> => modelOf(await parseExpression({ text, language }));

/** The model of what was parsed; see {@link readExpression}. */
export const modelOf = (parsed: ParsedExpression): ReadExpression | undefined => {
  const { tree, problem, isUncertain, language } = parsed;
  if (tree === undefined || problem !== undefined || isUncertain) return undefined;
  const root = readers[language]({ parsed, top: tree.topNode });
  return { root, nodes: descend(root) };
};

const readers: Readonly<Record<Language, (given: { parsed: ParsedExpression; top: SyntaxNode }) => ExpressionNode>> = {
  promql: readPromql,
  logql: readLogql,
};
