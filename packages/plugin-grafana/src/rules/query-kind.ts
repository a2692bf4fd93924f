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

/** What is done with what a query yields. */
export type QueryUse =
  /** It is the condition: one value is cheaper and enough, and a series can still be reduced. */
  | 'condition'
  /** It is reduced: Grafana takes a query that says nothing for one over time. */
  | 'reduced'
  /** It is compared as it is: a series over time fails at every evaluation. */
  | 'compared'
  /** It is true for what it leaves: over time, what fitted minutes ago would still count. */
  | 'filter';

/** Says whether a query asks for a series over time or for one value. */
export const giveKind = ({
  query,
  path,
  language,
  use,
}: {
  query: JsonObject;
  path: string;
  language: Language | undefined;
  use: QueryUse;
}): QueryKind => {
  const model = objectAt(query, 'model') ?? {};
  if (language === undefined) return { query, isRange: true, findings: [] };
  const said = saidKind({ query, model });
  const isRange =
    use === 'compared' || use === 'filter' ? false : (said ?? (use === 'reduced' ? 'range' : 'instant')) === 'range';
  const flags: JsonObject =
    language === 'logql' ? { queryType: isRange ? 'range' : 'instant' } : { instant: !isRange, range: isRange };
  // The word beside the model would say the opposite of the model.
  const beside: JsonObject = !isRange && textAt(query, 'queryType') === 'range' && said === 'range' ? { queryType: '' } : {};
  if (Object.entries(flags).every(([key, value]) => valueAt(model, key) === value)) return { query, isRange, findings: [] };
  const before = Object.fromEntries(Object.keys(flags).map((key) => [key, valueAt(model, key) ?? null]));
  const message = isRange ? 'The query asks for a series over time.' : messages[said === 'range' ? use : 'condition'];
  return {
    query: { ...query, ...beside, model: { ...model, ...flags } },
    isRange,
    findings: [{ code: 'query_kind', path: `${path}.model`, message, before, after: flags }],
  };
};

const saidKind = ({ query, model }: { query: JsonObject; model: JsonObject }): 'range' | 'instant' | undefined => {
  const word = textAt(query, 'queryType') || textAt(model, 'queryType');
  if (valueAt(model, 'instant') === true || word === 'instant') return 'instant';
  return valueAt(model, 'range') === true || word === 'range' ? 'range' : undefined;
};

const messages: Readonly<Record<QueryUse, string>> = {
  condition: 'The query asks for one value, the newest, which is what a condition compares.',
  reduced: 'The query asks for one value.',
  compared: 'The query asks for one value, the newest: nothing reduces a series over time before it is compared.',
  filter: 'The query asks for one value, the newest: over a range, what fitted minutes ago would still count.',
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
