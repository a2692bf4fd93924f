import { LineclearError } from '@lineclear/core/plugin';
import {
  type KnownDatasource,
  likelyDatasource,
  type References,
  toReference,
} from '../dashboards/normalise/datasource-reference.ts';
import { languageOf } from '../expressions/grammars.ts';
import { arrayAt, isObject, type JsonObject, type JsonValue, objectAt, omit, textAt, valueAt } from '../json/json-value.ts';
import { parseDuration } from './durations.ts';
import type { RuleFinding, RuleOutcome } from './finding.ts';

/** The uid of what Grafana computes itself. */
export const expressionUid = '__expr__';
const mostQueries = 50;

/** The queries of a rule, each with a letter, a datasource, a time range and a model that says the same. Throws `invalid_input` without queries. */
export const refineData = ({ rule, datasources }: { rule: JsonObject; datasources: readonly KnownDatasource[] }): RuleOutcome => {
  const list = arrayAt(rule, 'data').filter(isObject);
  if (list.length === 0 || list.length > mostQueries)
    throw new LineclearError(
      'invalid_input',
      list.length === 0 ? 'The alert rule has no query.' : `The alert rule has more than ${mostQueries} queries.`,
      {
        hint: 'Give data: [{ refId: "A", datasourceUid, model: { expr } }].',
        details: { reason: 'rule_data', path: '$.data' },
      },
    );
  const references: References = { datasources, variableTypes: new Map() };
  const findings: RuleFinding[] = [];
  const taken = new Set(list.map((query) => textAt(query, 'refId') ?? textAt(objectAt(query, 'model'), 'refId')));
  const used = new Set<string>();
  const data = list.map((query, index) => {
    const own = textAt(query, 'refId') ?? textAt(objectAt(query, 'model'), 'refId') ?? '';
    const refId = own !== '' && !used.has(own) ? own : freeLetter(new Set([...taken, ...used]));
    used.add(refId);
    const path = `$.data[${index}]`;
    if (own !== refId)
      findings.push({
        code: 'ref_id',
        path: `${path}.refId`,
        message: own === '' ? 'A query has no letter.' : 'Two queries have the same letter.',
        before: valueAt(query, 'refId'),
        after: refId,
      });
    return refineQuery({ query: { ...query, refId }, path, references, findings });
  });
  return { rule: { ...rule, data }, findings };
};

/** A, B, … Z, then A1, B1, … */
export const freeLetter = (taken: ReadonlySet<string | undefined>): string => {
  for (let number = 0; ; number += 1) {
    const letter = String.fromCharCode(65 + (number % 26)) + (number < 26 ? '' : String(Math.floor(number / 26)));
    if (!taken.has(letter)) return letter;
  }
};

export const isExpression = (query: JsonObject): boolean => textAt(query, 'datasourceUid') === expressionUid;

interface Given {
  readonly query: JsonObject;
  readonly path: string;
  readonly references: References;
  readonly findings: RuleFinding[];
}

const refineQuery = ({ query, path, references, findings }: Given): JsonObject => {
  const given = objectAt(query, 'model') ?? {};
  const expr = textAt(given, 'expr') ?? textAt(query, 'expr');
  const isMoved = textAt(given, 'expr') === undefined && expr !== undefined;
  if (isMoved)
    findings.push({
      code: 'model',
      path: `${path}.expr`,
      message: 'The expression of a query belongs to its model.',
      before: expr,
      after: expr,
    });
  const datasource = findDatasource({ query: { ...query, model: given }, expr, path, references, findings });
  const model: JsonObject = {
    intervalMs: 1_000,
    maxDataPoints: 43_200,
    ...omit(given, ['datasourceUid']),
    ...(expr === undefined ? {} : { expr }),
    refId: valueAt(query, 'refId') ?? 'A',
    ...(datasource === undefined ? {} : { datasource }),
  };
  const uid = textAt(datasource, 'uid') ?? '';
  const isComputed = uid === expressionUid;
  if (!isComputed && (expr ?? '').trim() === '' && asksInWords({ datasource, given }))
    findings.push({
      code: 'expression_missing',
      path: `${path}.model.expr`,
      message: 'The query asks for nothing: it has no expression.',
      before: expr,
      after: expr,
    });
  const relativeTimeRange = isComputed ? { from: 0, to: 0 } : giveRange({ query, path, findings });
  const said = [
    ...(textAt(given, 'refId') === textAt(query, 'refId') ? [] : ['refId']),
    ...(uid === textAt(objectAt(given, 'datasource'), 'uid') || uid === '' ? [] : ['datasource']),
  ];
  if (said.length > 0)
    findings.push({
      code: 'model',
      path: `${path}.model`,
      message: `The model of a query says the same as the query: ${said.join(' and ')}.`,
      before: undefined,
      after: defaulted(model, said),
    });
  return {
    ...(isMoved ? omit(query, ['expr']) : query),
    queryType: textAt(query, 'queryType') ?? '',
    ...(uid === '' ? {} : { datasourceUid: uid }),
    relativeTimeRange,
    model,
  };
};

/** Whether a query needs an expression: those of other languages have fields of their own. */
const asksInWords = ({ datasource, given }: { datasource: JsonObject | undefined; given: JsonObject }): boolean =>
  datasource === undefined
    ? Object.keys(omit(given, ['refId'])).length === 0
    : languageOf(textAt(datasource, 'type')) !== undefined;

const defaulted = (model: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(keys.map((key) => [key, valueAt(model, key) ?? null]));

const expressionTypes = /^(?:math|reduce|resample|threshold|classic_conditions|sql)$/;

const findDatasource = ({
  query,
  expr,
  path,
  references,
  findings,
}: Given & { expr: string | undefined }): JsonObject | undefined => {
  const model = objectAt(query, 'model');
  const said = objectAt(model, 'datasource');
  // An empty text names nothing.
  const named = [
    valueAt(query, 'datasourceUid'),
    valueAt(said, 'uid'),
    valueAt(model, 'datasourceUid'),
    valueAt(model, 'datasource'),
    valueAt(query, 'datasource'),
  ].find((value) => value !== undefined && value !== null && value !== '');
  const isComputed =
    named === expressionUid ||
    named === '-100' ||
    (named === undefined && expressionTypes.test(textAt(model, 'type') ?? '') && expr === undefined);
  if (isComputed) return { type: expressionUid, uid: expressionUid };
  const place = `${path}.datasourceUid`;
  if (named !== undefined) {
    const { value, findings: found } = toReference({ value: named, path: place, references });
    const resolved = isObject(value) ? value : undefined;
    const uid = textAt(resolved, 'uid');
    // A uid that is right needs no word here; only its place is another.
    const worth = found.filter(({ code }) => code === 'datasource_unknown' || uid !== named);
    findings.push(...worth.map((finding) => ({ ...finding, before: named, after: uid ?? named })));
    // Of a datasource that is not listed only the author knows the type.
    const type = textAt(said, 'type');
    return resolved !== undefined && type !== undefined && textAt(resolved, 'type') === undefined
      ? { type, ...resolved }
      : resolved;
  }
  const type =
    expr === undefined
      ? undefined
      : /^\s*\{|\|[=~]|\|\s*(?:json|logfmt|unwrap)\b/.test(expr) || /\(\s*\{/.test(expr)
        ? 'loki'
        : 'prometheus';
  const chosen = type === undefined ? undefined : likelyDatasource({ type, references });
  findings.push({
    code: chosen === undefined ? 'datasource_unknown' : 'datasource',
    path: place,
    message:
      chosen === undefined
        ? 'The query names no datasource: list_datasources names those that there are.'
        : 'The query names no datasource: the default one, or the only one, of its language.',
    before: undefined,
    after: chosen?.['uid'],
  });
  return chosen;
};

const giveRange = ({ query, path, findings }: Pick<Given, 'query' | 'path' | 'findings'>): JsonValue => {
  const range = objectAt(query, 'relativeTimeRange');
  // The seconds count backwards from now, so that a sign says nothing, and the larger number is the beginning.
  const [one, other] = [secondsAt(range, 'from'), secondsAt(range, 'to') ?? 0];
  const [from, to] = one === undefined ? [0, 0] : [Math.max(one, other), Math.min(one, other)];
  const after = from > to && from <= longestS ? { ...range, from, to } : { from: 600, to: 0 };
  if (valueAt(range, 'from') === after.from && valueAt(range, 'to') === after.to) return after;
  findings.push({
    code: 'time_range',
    path: `${path}.relativeTimeRange`,
    message: 'A query looks back over a range, in whole seconds, that begins before it ends; Grafana refuses another.',
    before: range,
    after,
  });
  return after;
};

/** Ten years: more is a mistake, such as a moment since 1970. */
const longestS = 315_360_000;

/** Whole seconds, also of `600`, `10m` and `now-10m`. */
const secondsAt = (range: JsonObject | undefined, key: string): number | undefined => {
  const value = valueAt(range, key);
  if (typeof value === 'number') return Math.abs(Math.round(value));
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === 'now') return 0;
  const seconds = /^-?\d{1,9}$/.test(text) ? Math.abs(Number(text)) : parseDuration(text.replace(/^now-/, ''));
  return seconds === undefined ? undefined : Math.round(seconds);
};
