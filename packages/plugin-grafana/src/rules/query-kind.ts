import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import { type Language, languageOf } from '../expressions/grammars.ts';
import { type JsonObject, objectAt, textAt, valueAt } from '../json/json-value.ts';
import type { RuleFinding } from './finding.ts';

/** A query, and whether it yields a series over time or one value. */
export interface QueryKind {
  readonly query: JsonObject;
  readonly isRange: boolean;
  readonly findings: readonly RuleFinding[];
}

/**
 * Says whether a query asks for a series over time or for one value. Where nothing says so, one value is cheaper and what an alert needs; a
 * filter is asked for one value even where it says otherwise.
 */
export const giveKind = ({
  query,
  path,
  language,
  isFilter,
}: {
  query: JsonObject;
  path: string;
  language: Language | undefined;
  isFilter: boolean;
}): QueryKind => {
  const model = objectAt(query, 'model') ?? {};
  const said = textAt(query, 'queryType') || textAt(model, 'queryType');
  if (language === undefined) return { query, isRange: true, findings: [] };
  const asksRange = valueAt(model, 'instant') === true ? false : valueAt(model, 'range') === true || said === 'range';
  const isRange = asksRange && !isFilter;
  const flags: JsonObject =
    language === 'logql' ? { queryType: isRange ? 'range' : 'instant' } : { instant: !isRange, range: isRange };
  // The word beside the model would say the opposite of the model.
  const beside: JsonObject = asksRange !== isRange && textAt(query, 'queryType') === 'range' ? { queryType: '' } : {};
  const after = { ...query, ...beside, model: { ...model, ...flags } };
  if (Object.entries(flags).every(([key, value]) => valueAt(model, key) === value)) return { query, isRange, findings: [] };
  const before = Object.fromEntries(Object.keys(flags).map((key) => [key, valueAt(model, key) ?? null]));
  return {
    query: after,
    isRange,
    findings: [{ code: 'query_kind', path: `${path}.model`, message: messageOf({ isRange, asksRange }), before, after: flags }],
  };
};

const messageOf = ({ isRange, asksRange }: { isRange: boolean; asksRange: boolean }): string => {
  if (isRange) return 'The query asks for a series over time.';
  return asksRange
    ? 'The query asks for one value, the newest: over a range, what fitted minutes ago would still count.'
    : 'The query asks for one value, the newest, which is what a condition compares.';
};

/** The language of a query: what its model says about the datasource, else what is known about it. */
export const languageIn = ({
  query,
  datasources,
}: {
  query: JsonObject;
  datasources: readonly KnownDatasource[];
}): Language | undefined => {
  const uid = textAt(query, 'datasourceUid');
  return languageOf(
    textAt(objectAt(objectAt(query, 'model'), 'datasource'), 'type') ?? datasources.find((known) => known.uid === uid)?.type,
  );
};
