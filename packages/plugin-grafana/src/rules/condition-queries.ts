import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import { type JsonObject, objectAt, textAt } from '../json/json-value.ts';
import type { RuleFinding } from './finding.ts';
import { giveKind, languageIn } from './query-kind.ts';
import { isExpression } from './rule-data.ts';
import { referenceOf } from './thresholds.ts';

/** The queries that a condition of expressions is about ask for what their expressions can use: one value, or a series that is reduced. */
export const giveKinds = ({
  data,
  condition,
  datasources,
}: {
  data: readonly JsonObject[];
  condition: string;
  datasources: readonly KnownDatasource[];
}): { readonly data: readonly JsonObject[]; readonly findings: readonly RuleFinding[] } => {
  const compared = comparedFrom({ data, condition });
  const reduced = new Set(
    data.flatMap((step) => (typeOf(step) === 'reduce' ? [referenceOf(objectAt(step, 'model') ?? {})] : [])),
  );
  const kinds = data.map((query, index) => {
    const refId = textAt(query, 'refId') ?? '';
    const isUsed = compared.has(refId) || reduced.has(refId);
    if (isExpression(query) || !isUsed) return { query, findings: [] };
    // Where it is both, only its author can tell what was meant: the evaluation says that it fails.
    const use = reduced.has(refId) ? 'reduced' : 'compared';
    return giveKind({ query, path: `$.data[${index}]`, language: languageIn({ query, datasources }), use });
  });
  return { data: kinds.map(({ query }) => query), findings: kinds.flatMap(({ findings }) => findings) };
};

/** The letters whose values reach the condition without being reduced on the way. */
const comparedFrom = ({ data, condition }: { data: readonly JsonObject[]; condition: string }): ReadonlySet<string> => {
  const reached = new Set([condition]);
  // A set grows while it is gone through: what is added is gone through too.
  for (const letter of reached) {
    const step = data.find((query) => textAt(query, 'refId') === letter);
    if (step !== undefined && isExpression(step)) for (const other of referencesOf(step)) reached.add(other);
  }
  return reached;
};

const referencesOf = (step: JsonObject): readonly string[] => {
  const model = objectAt(step, 'model') ?? {};
  const type = typeOf(step);
  if (type === 'threshold') return [referenceOf(model)];
  if (type !== 'math') return [];
  return [...(textAt(model, 'expression') ?? '').matchAll(/\$\{?(\w+)\}?/g)].flatMap(([, letter]) => letter ?? []);
};

const typeOf = (step: JsonObject): string | undefined => textAt(objectAt(step, 'model'), 'type');
