import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import type { Datasource } from '../../datasources/datasource.ts';
import { arrayAt, isObject, type JsonObject, objectAt, textAt } from '../../json/json-value.ts';
import { isExpression } from '../rule-data.ts';
import { evaluateExpression } from './expressions.ts';
import { runRuleQuery } from './run-query.ts';
import { NeverEvaluable, NotEvaluable, type Values } from './values.ts';

/** What a rule would come to, were it evaluated now. */
export type Evaluation =
  | { readonly outcome: 'fires' | 'normal'; readonly firing: number; readonly series: number; readonly sample: readonly Sample[] }
  /** No query yields anything. */
  | { readonly outcome: 'no_data'; readonly counts_as: string }
  /** Grafana would report an error at every evaluation. */
  | { readonly outcome: 'error'; readonly reason: string; readonly upstream?: string }
  | { readonly outcome: 'not_evaluated'; readonly reason: string };

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly fires: boolean;
  /** What is compared, by the letter of the query or the reduction. */
  readonly values: Readonly<Record<string, number | null>>;
}

const mostSamples = 5;

/** Runs the queries of a normalised rule on their datasources now and computes its condition. A failure of a datasource is an outcome. */
export const evaluateRule = async ({
  rule,
  datasources,
  nowMs,
  reader,
  signal,
}: {
  rule: JsonObject;
  datasources: readonly Datasource[];
  nowMs: number;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Evaluation> => {
  if (objectAt(rule, 'record') !== undefined) return { outcome: 'not_evaluated', reason: 'It records a series and never fires.' };
  const data = arrayAt(rule, 'data').filter(isObject);
  try {
    const queried = await Promise.all(
      data
        .filter((query) => !isExpression(query))
        .map(async (query) => {
          const datasource = datasources.find(({ uid }) => uid === textAt(query, 'datasourceUid'));
          if (datasource === undefined) throw new NotEvaluable('Its datasource does not exist.');
          return [textAt(query, 'refId') ?? '', await runRuleQuery({ query, datasource, nowMs, reader, signal })] as const;
        }),
    );
    return conclude({ rule, values: computeAll({ data, queried: new Map(queried) }) });
  } catch (error) {
    if (error instanceof NeverEvaluable) return { outcome: 'error', reason: error.message };
    if (error instanceof NotEvaluable) return { outcome: 'not_evaluated', reason: error.message };
    if (LineclearError.is(error) && !signal.aborted) return fromFailure(error);
    throw error;
  }
};

/** Every query and expression that the condition needs, by its letter. */
const computeAll = ({
  data,
  queried,
}: {
  data: readonly JsonObject[];
  queried: ReadonlyMap<string, Values>;
}): ((refId: string) => Values) => {
  const known = new Map(queried);
  const underWay = new Set<string>();
  const valueOf = (refId: string): Values => {
    const ready = known.get(refId);
    if (ready !== undefined) return ready;
    const model = objectAt(
      data.find((query) => textAt(query, 'refId') === refId),
      'model',
    );
    if (model === undefined || underWay.has(refId))
      throw new NeverEvaluable('An expression is about a letter that is not there, or about itself.');
    underWay.add(refId);
    const value = evaluateExpression({ model, valueOf });
    known.set(refId, value);
    return value;
  };
  return (refId) => valueOf(refId);
};

const conclude = ({ rule, values }: { rule: JsonObject; values: (refId: string) => Values }): Evaluation => {
  const condition = values(textAt(rule, 'condition') ?? '');
  if (condition.items.length === 0) return { outcome: 'no_data', counts_as: textAt(rule, 'noDataState') ?? 'NoData' };
  if (condition.kind === 'series')
    return { outcome: 'error', reason: 'The condition is a series over time; Grafana compares single values only.' };
  const fires = condition.items.filter(({ value }) => isTrue(value)).length;
  const sorted = condition.items.toSorted((one, other) => Number(isTrue(other.value)) - Number(isTrue(one.value)));
  return {
    outcome: fires > 0 ? 'fires' : 'normal',
    firing: fires,
    series: condition.items.length,
    sample: sorted.slice(0, mostSamples).map(({ labels, value }) => ({
      labels,
      fires: isTrue(value),
      values: comparedValues({ rule, labels, values }),
    })),
  };
};

const isTrue = (value: number): boolean => value !== 0 && !Number.isNaN(value);

const comparedValues = ({
  rule,
  labels,
  values,
}: {
  rule: JsonObject;
  labels: Readonly<Record<string, string>>;
  values: (refId: string) => Values;
}): Readonly<Record<string, number | null>> => {
  const key = JSON.stringify(labels);
  const compared = arrayAt(rule, 'data')
    .filter(isObject)
    .filter((query) => textAt(objectAt(query, 'model'), 'type') !== 'threshold');
  return Object.fromEntries(
    compared.flatMap((query) => {
      const refId = textAt(query, 'refId') ?? '';
      const found = values(refId);
      const item = found.kind === 'numbers' ? found.items.find((other) => JSON.stringify(other.labels) === key) : undefined;
      return item === undefined ? [] : [[refId, Number.isFinite(item.value) ? item.value : null] as const];
    }),
  );
};

// A query that the datasource refuses fails at every evaluation; a datasource that does not answer may tomorrow.
const fromFailure = (error: LineclearError): Evaluation => {
  const upstream = error.details?.['upstream'];
  if (error.code !== 'invalid_input')
    return { outcome: 'not_evaluated', reason: `The datasource did not answer: ${error.code}.` };
  return {
    outcome: 'error',
    reason: 'The datasource refuses the query.',
    ...(typeof upstream === 'string' && { upstream: upstream.slice(0, 300).toWellFormed() }),
  };
};
