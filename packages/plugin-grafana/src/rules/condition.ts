import { LineclearError } from '@lineclear/core/plugin';
import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import { languageOf } from '../expressions/grammars.ts';
import { arrayAt, isObject, type JsonObject, type JsonValue, objectAt, omit, textAt, valueAt } from '../json/json-value.ts';
import type { RuleFinding, RuleOutcome } from './finding.ts';
import { expressionUid, freeLetter, isExpression } from './rule-data.ts';
import { type Comparison, splitComparison } from './split-comparison.ts';

/**
 * The condition of a rule: one number for each series, which Grafana can compare. A query over a range is reduced to its last value; a
 * comparison inside a query becomes a threshold, because its result is empty, which means no data, whenever all is well.
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
  const conditioned = { ...rule, condition: named.condition };
  if (query === undefined || isExpression(query)) return { rule: conditioned, findings: named.findings };
  const timed = giveKind({ query, path: `$.data[${index}]`, datasources });
  const appended = await appendExpressions({
    data: data.with(index, timed.query),
    query: timed.query,
    index,
    isRange: timed.isRange,
    datasources,
  });
  return {
    rule: { ...conditioned, data: appended.data, condition: appended.condition },
    findings: [...named.findings, ...timed.findings, ...appended.findings],
  };
};

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
    throw new LineclearError(
      'invalid_input',
      `The condition ${JSON.stringify(before.slice(0, 40))} of the alert rule is no letter of its queries.`,
      {
        hint: `Name one of ${refIds.join(', ').slice(0, 200)}.`,
        details: { reason: 'rule_condition', path: '$.condition' },
      },
    );
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

interface Kind {
  readonly query: JsonObject;
  readonly isRange: boolean;
  readonly findings: readonly RuleFinding[];
}

/** Whether a query yields a series over time or one value. Where nothing says so, one value is cheaper and what an alert needs. */
const giveKind = ({
  query,
  path,
  datasources,
}: {
  query: JsonObject;
  path: string;
  datasources: readonly KnownDatasource[];
}): Kind => {
  const model = objectAt(query, 'model') ?? {};
  const said = textAt(query, 'queryType') || textAt(model, 'queryType');
  const language = languageIn({ query, datasources });
  const isRange = valueAt(model, 'instant') === true ? false : valueAt(model, 'range') === true || said === 'range';
  if (language === undefined) return { query, isRange: true, findings: [] };
  const flags: JsonObject =
    language === 'logql' ? { queryType: isRange ? 'range' : 'instant' } : { instant: !isRange, range: isRange };
  const after = { ...query, model: { ...model, ...flags } };
  if (Object.entries(flags).every(([key, value]) => valueAt(model, key) === value)) return { query, isRange, findings: [] };
  const before = Object.fromEntries(Object.keys(flags).map((key) => [key, valueAt(model, key) ?? null]));
  const message = isRange
    ? 'The query asks for a series over time.'
    : 'The query asks for one value, the newest, which is what a condition compares.';
  return { query: after, isRange, findings: [{ code: 'query_kind', path: `${path}.model`, message, before, after: flags }] };
};

const languageIn = ({ query, datasources }: { query: JsonObject; datasources: readonly KnownDatasource[] }) => {
  const uid = textAt(query, 'datasourceUid');
  return languageOf(
    textAt(objectAt(objectAt(query, 'model'), 'datasource'), 'type') ?? datasources.find((known) => known.uid === uid)?.type,
  );
};

const appendExpressions = async ({
  data,
  query,
  index,
  isRange,
  datasources,
}: {
  data: readonly JsonObject[];
  query: JsonObject;
  index: number;
  isRange: boolean;
  datasources: readonly KnownDatasource[];
}): Promise<{ data: readonly JsonObject[]; condition: string; findings: readonly RuleFinding[] }> => {
  const refId = textAt(query, 'refId') ?? 'A';
  const model = objectAt(query, 'model') ?? {};
  const text = textAt(model, 'expr') ?? '';
  const language = languageIn({ query, datasources });
  const split = language === undefined ? undefined : await splitComparison({ text, language });
  const comparison = split?.comparison;
  const findings: RuleFinding[] = [];
  const taken = new Set(data.map((other) => textAt(other, 'refId')));
  const added: JsonObject[] = [];
  const add = (make: (letter: string) => JsonObject): string => {
    const letter = freeLetter(taken);
    taken.add(letter);
    added.push(expression({ letter, model: make(letter) }));
    return letter;
  };

  // One value above zero for each series that fits: Grafana takes it for true as it is.
  if (!isRange && (comparison === undefined || isAboveZero(comparison))) return { data, condition: refId, findings };
  let current = refId;
  if (isRange) current = add(() => ({ type: 'reduce', expression: refId, reducer: 'last' }));
  if (comparison !== undefined) {
    findings.push({
      code: 'comparison',
      path: `$.data[${index}].model.expr`,
      message:
        'The comparison becomes the threshold: in the query it leaves nothing while all is well, which Grafana takes for no data.',
      before: text,
      after: comparison.left,
    });
    const compared = current;
    current = add(() => compare({ reference: compared, comparison }));
  } else if (split?.isFilter === true) {
    const reduced = current;
    current = add(() => ({ type: 'math', expression: `is_number($${reduced})` }));
  } else {
    const reduced = current;
    current = add(() => compare({ reference: reduced, comparison: { left: '', operator: '>', limit: 0 } }));
    findings.push({
      code: 'threshold',
      path: `$.data`,
      message: 'Nothing says what the value is compared with: above 0.',
      before: undefined,
      after: 0,
    });
  }
  findings.push({
    code: 'condition',
    path: '$.condition',
    message: isRange
      ? 'A series over time cannot be a condition: it is reduced to its last value, which is then compared.'
      : 'A value of zero or below would count as false: it is compared explicitly.',
    before: refId,
    after: current,
  });
  const queries = comparison === undefined ? data : data.with(index, { ...query, model: { ...model, expr: comparison.left } });
  return { data: [...queries, ...added], condition: current, findings };
};

const isAboveZero = ({ operator, limit }: Comparison): boolean =>
  (operator === '>' && limit >= 0) || (operator === '>=' && limit > 0) || (operator === '==' && limit !== 0);

// The others came to thresholds late; a formula has always known them.
const types: Readonly<Record<string, string>> = { '>': 'gt', '<': 'lt' };

const compare = ({ reference, comparison }: { reference: string; comparison: Comparison }): JsonObject => {
  const { operator, limit } = comparison;
  const type = types[operator];
  if (type === undefined) return { type: 'math', expression: `$${reference} ${operator} ${limit}` };
  const condition = {
    type: 'query',
    evaluator: { type, params: [limit] },
    operator: { type: 'and' },
    query: { params: [] },
    reducer: { type: 'last', params: [] },
  };
  return { type: 'threshold', expression: reference, conditions: [condition] };
};

const expression = ({ letter, model }: { letter: string; model: JsonObject }): JsonObject => {
  const conditions: JsonValue | undefined = valueAt(model, 'conditions');
  return {
    refId: letter,
    queryType: '',
    datasourceUid: expressionUid,
    relativeTimeRange: { from: 0, to: 0 },
    model: {
      ...omit(model, ['conditions']),
      refId: letter,
      datasource: { type: expressionUid, uid: expressionUid },
      ...(conditions === undefined ? {} : { conditions }),
      intervalMs: 1_000,
      maxDataPoints: 43_200,
    },
  };
};
