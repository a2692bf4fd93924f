import { findVariables } from '../../expressions/variables.ts';

/** What a variable stands for. */
export interface VariableValue {
  readonly values: readonly string[];
  /** May have several values, so that a query has it in a regular expression. */
  readonly isMulti: boolean;
  /** Written by people for a query as it is: the value of "all", a duration. */
  readonly isRaw: boolean;
}

/** The text with values in the place of variables, as Grafana sends it, and the names of those without one. */
export const substitute = ({
  text,
  values,
}: {
  text: string;
  values: ReadonlyMap<string, VariableValue>;
}): { readonly text: string; readonly unresolved: readonly string[] } => {
  const parts: string[] = [];
  const unresolved = new Set<string>();
  let at = 0;
  for (const { name, from, to } of findVariables(text)) {
    const value = values.get(name);
    if (value === undefined) unresolved.add(name);
    else {
      parts.push(text.slice(at, from), written({ value, format: formatOf(text.slice(from, to)) }));
      at = to;
    }
  }
  return { text: parts.join('') + text.slice(at), unresolved: [...unresolved] };
};

/** `${name:csv}` and `[[name:csv]]` are csv. */
const formatOf = (use: string): string | undefined => /:(\w+)[}\]]/.exec(use)?.[1];

const written = ({ value: { values, isMulti, isRaw }, format }: { value: VariableValue; format: string | undefined }): string => {
  const [only = ''] = values;
  if (isRaw) return only;
  switch (format) {
    case undefined:
      return isMulti || values.length > 1 ? alternatives(values) : escaped(only);
    case 'regex':
      return alternatives(values);
    case 'pipe':
      return values.join('|');
    case 'json':
      return JSON.stringify(values.length === 1 ? only : values);
    case 'doublequote':
      return values.map((one) => JSON.stringify(one)).join(',');
    case 'singlequote':
      return values.map((one) => `'${one.replaceAll("'", String.raw`\'`)}'`).join(',');
    case 'percentencode':
      return encodeURIComponent(values.join(','));
    case 'glob':
      return values.length === 1 ? only : `{${values.join(',')}}`;
    default:
      return values.join(',');
  }
};

/** Inside the quotes of a selector, so that a value can never end them. */
const escaped = (value: string): string => value.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);

/** A regular expression that finds exactly these values; its own backslashes are escaped for the quotes around it. */
const alternatives = (values: readonly string[]): string => {
  const each = values.map((value) => escaped(value.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)));
  return each.length === 1 ? (each[0] ?? '') : `(${each.join('|')})`;
};
