import { isObject, type JsonObject, pathStep, textAt, valueAt } from '../json/json-value.ts';

/** The part of a variable's query that is an expression of its datasource. */
export interface VariableExpression {
  readonly text: string;
  /** The JSON path of the whole query. */
  readonly path: string;
  readonly query: string;
  /** Where the expression begins in the query. */
  readonly offset: number;
}

/** `label_values(up{job="a"}, instance)` asks with a selector, `query_result(sum(up))` with an expression, `label_names()` with neither. */
export const variableExpression = ({
  variable,
  path,
}: {
  variable: JsonObject;
  path: string;
}): VariableExpression | undefined => {
  const field = valueAt(variable, 'query');
  const key = isObject(field) && textAt(field, 'query') === undefined ? 'stream' : 'query';
  const query = isObject(field) ? textAt(field, key) : textAt(variable, 'query');
  const text = query === undefined ? undefined : innerExpression(query);
  if (query === undefined || text === undefined) return undefined;
  const opening = text.startsWith('{') && query.trimStart().startsWith('{') ? 0 : query.indexOf('(') + 1;
  const place = `${path}.query${isObject(field) ? pathStep(key) : ''}`;
  return { text, path: place, query, offset: query.indexOf(text, opening) };
};

const innerExpression = (query: string): string | undefined => {
  if (query.length > longest) return undefined;
  const text = query.trim();
  if (text.startsWith('{')) return text;
  const [, name, inner] = /^(label_values|query_result)\s*\(([^]*)\)$/.exec(text) ?? [];
  if (name === 'query_result') return inner?.trim();
  // Without a comma it is the name of a label alone.
  const [, selector] = /^([^]*),[^,{}()"]+$/.exec(inner ?? '') ?? [];
  return selector?.trim();
};

/** As long as an expression may be. */
const longest = 10_000;
