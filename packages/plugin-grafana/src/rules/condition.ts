import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import { arrayAt, isObject, type JsonObject, objectAt, textAt, valueAt } from '../json/json-value.ts';
import { appendCondition } from './append-condition.ts';
import { giveKinds } from './condition-queries.ts';
import type { RuleFinding, RuleOutcome } from './finding.ts';
import { giveKind, languageIn } from './query-kind.ts';
import { isExpression } from './rule-data.ts';
import { splitComparison } from './split-comparison.ts';

/**
 * The condition of a rule: one number for each series, reduced and compared by Grafana. A comparison inside the query that is the condition
 * becomes the threshold, because it leaves nothing, which means no data, whenever all is well. A condition that is an expression stays.
 */
export const giveCondition = async ({
  rule,
  datasources,
}: {
  rule: JsonObject;
  datasources: readonly KnownDatasource[];
}): Promise<RuleOutcome> => {
  // A recording rule compares nothing.
  if (objectAt(rule, 'record') !== undefined)
    return { rule: { ...rule, condition: textAt(rule, 'condition') ?? '' }, findings: [] };
  const data = arrayAt(rule, 'data').filter(isObject);
  const named = nameCondition({ rule, data });
  const index = data.findIndex((query) => textAt(query, 'refId') === named.condition);
  const query = data[index];
  const given = { data, condition: named.condition, findings: named.findings };
  const conditioned =
    query === undefined || isExpression(query) ? given : await withCondition({ ...given, query, index, datasources });
  // Of what cannot be read nothing is known; what is wrong with it is said where expressions are checked.
  if (conditioned === undefined) return { rule: { ...rule, condition: named.condition }, findings: named.findings };
  const kinds = giveKinds({ ...conditioned, datasources });
  return {
    rule: { ...rule, data: kinds.data, condition: conditioned.condition },
    findings: [...conditioned.findings, ...kinds.findings],
  };
};

interface Conditioned {
  readonly data: readonly JsonObject[];
  readonly condition: string;
  readonly findings: readonly RuleFinding[];
}

/** A query is no condition by itself: it is reduced and compared. Undefined where its expression cannot be read. */
const withCondition = async ({
  data,
  condition,
  findings,
  query,
  index,
  datasources,
}: Conditioned & { query: JsonObject; index: number; datasources: readonly KnownDatasource[] }): Promise<
  Conditioned | undefined
> => {
  const path = `$.data[${index}]`;
  const text = textAt(objectAt(query, 'model'), 'expr') ?? '';
  const language = languageIn({ query, datasources });
  const split = language === undefined ? undefined : await splitComparison({ text, language });
  if (language !== undefined && split === undefined) return undefined;
  const { comparison, isFilter = false } = split ?? {};
  const use = isFilter && comparison === undefined ? 'filter' : 'condition';
  const kind = giveKind({ query, path, language, use });
  const appended = appendCondition({
    refId: condition,
    path: `${path}.model.expr`,
    text,
    split,
    isRange: kind.isRange,
    taken: new Set(data.map((other) => textAt(other, 'refId'))),
  });
  return {
    data: [...data.with(index, withText({ query: kind.query, text: comparison?.left })), ...appended.steps],
    condition: appended.condition,
    findings: [...findings, ...kind.findings, ...appended.findings],
  };
};

const withText = ({ query, text }: { query: JsonObject; text: string | undefined }): JsonObject =>
  text === undefined ? query : { ...query, model: { ...objectAt(query, 'model'), expr: text } };

const nameCondition = ({
  rule,
  data,
}: {
  rule: JsonObject;
  data: readonly JsonObject[];
}): { condition: string; findings: readonly RuleFinding[] } => {
  const before = textAt(rule, 'condition') ?? '';
  const refIds = data.map((query) => textAt(query, 'refId') ?? '');
  if (refIds.includes(before)) return { condition: before, findings: [] };
  const last = refIds.at(-1) ?? '';
  if (before !== '' && refIds.length > 1)
    throw new LineclearError('invalid_input', `The condition ${quoted(before)} of the alert rule is no letter of its queries.`, {
      hint: `Name one of ${refIds.join(', ').slice(0, 200)}.`,
      details: { reason: 'rule_condition', path: '$.condition' },
    });
  return {
    condition: last,
    findings: [
      {
        code: 'condition',
        path: '$.condition',
        message: 'The condition is the letter of a query: the last one.',
        before: valueAt(rule, 'condition'),
        after: last,
      },
    ],
  };
};
