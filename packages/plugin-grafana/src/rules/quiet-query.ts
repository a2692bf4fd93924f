import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import { readExpression } from '../expressions/read-expression.ts';
import { mayBeEmpty } from '../expressions/yields.ts';
import { arrayAt, isObject, type JsonObject, objectAt, textAt } from '../json/json-value.ts';
import { languageIn } from './query-kind.ts';

/** The letter of the first query of a rule that may yield nothing while all is well, as a comparison does that stays in its query. */
export const quietQuery = async ({
  rule,
  datasources,
}: {
  rule: JsonObject;
  datasources: readonly KnownDatasource[];
}): Promise<string | undefined> => {
  if (objectAt(rule, 'record') !== undefined) return undefined;
  for (const query of arrayAt(rule, 'data').filter(isObject)) {
    const text = textAt(objectAt(query, 'model'), 'expr');
    const language = languageIn({ query, datasources });
    if (text === undefined || language === undefined) continue;
    const read = await readExpression({ text, language });
    if (read !== undefined && mayBeEmpty({ node: read.root, text })) return textAt(query, 'refId');
  }
  return undefined;
};
