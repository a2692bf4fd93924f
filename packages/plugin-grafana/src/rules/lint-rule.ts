import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import type { ExpressionFinding, LintContext } from '../expressions/finding.ts';
import { languageOf } from '../expressions/grammars.ts';
import { lintExpression } from '../expressions/lint-expression.ts';
import { arrayAt, isObject, type JsonObject, objectAt, pathStep, textAt } from '../json/json-value.ts';
import { thresholdsOn } from './thresholds.ts';

/** A mistake in an expression of a rule. */
export interface RuleExpressionFinding extends ExpressionFinding {
  /** The letter of the query. */
  readonly refId: string;
  /** The JSON path of the expression. */
  readonly path: string;
  readonly expression: string;
}

/** The mistakes in the expressions of a normalised rule, read together with what its title and its annotations say about it. */
export const lintRule = async ({
  rule,
  datasources,
  context = {},
}: {
  rule: JsonObject;
  datasources: readonly KnownDatasource[];
  context?: Pick<LintContext, 'metricTypes' | 'scrapeIntervalMs'>;
}): Promise<readonly RuleExpressionFinding[]> => {
  const about = [textAt(rule, 'title'), ...Object.values(objectAt(rule, 'annotations') ?? {})]
    .filter((text) => typeof text === 'string')
    .join('\n');
  const data = arrayAt(rule, 'data').filter(isObject);
  const found = await Promise.all(
    data.map(async (query, index): Promise<readonly RuleExpressionFinding[]> => {
      const model = objectAt(query, 'model');
      const text = textAt(model, 'expr');
      const uid = textAt(query, 'datasourceUid');
      const language = languageOf(
        textAt(objectAt(model, 'datasource'), 'type') ?? datasources.find((known) => known.uid === uid)?.type,
      );
      if (text === undefined || language === undefined) return [];
      const refId = textAt(query, 'refId') ?? '';
      const findings = await lintExpression({
        text,
        language,
        context: { ...context, use: 'alert', about, thresholds: thresholdsOn({ data, refId }) },
      });
      return findings.map((finding) => ({ ...finding, refId, path: `$.data${pathStep(index)}.model.expr`, expression: text }));
    }),
  );
  return found.flat();
};
