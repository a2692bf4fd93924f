import { readFile } from 'node:fs/promises';
import type { RecordedRequest } from '../../http/route.ts';
import { isJsonObject } from '../../openapi/json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a request of the incident plugin; nothing for other paths, and for methods that are not described. */
export type IncidentCheck = (request: Pick<RecordedRequest, 'path' | 'json'>) => readonly string[];

/** Reads the plugin's methods and types: names of fields with their types as the vendor's client has them. */
export const readIncidentCheck = async (file: URL): Promise<IncidentCheck> => {
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  const { methods, types } = isJsonObject(document) ? document : {};
  const byPath = new Map(
    Object.values(isJsonObject(methods) ? methods : {})
      .filter(isJsonObject)
      .map((method) => [String(method['path']), isJsonObject(method['request']) ? method['request'] : {}]),
  );
  const problemsOf = ({ value, type, at }: { value: unknown; type: string; at: string }): readonly string[] => {
    const fields = isJsonObject(types) ? types[type] : undefined;
    if (isJsonObject(fields)) return fieldProblems({ value, fields, at });
    if (type.startsWith('[]')) {
      if (!Array.isArray(value)) return value === null ? [] : [`${at} is no list`];
      return value.flatMap((item, index) => problemsOf({ value: item, type: type.slice(2), at: `${at}/${index}` }));
    }
    const isFine = simple[type.replace('*', '')];
    return isFine === undefined || isFine(value) ? [] : [`${at} is no ${type}`];
  };
  const fieldProblems = ({ value, fields, at }: { value: unknown; fields: Fields; at: string }): readonly string[] => {
    if (!isJsonObject(value)) return [`${at === '' ? 'the body' : at} is no object`];
    return Object.entries(value).flatMap(([name, inner]) => {
      const type = fields[name];
      return typeof type === 'string'
        ? problemsOf({ value: inner, type, at: `${at}/${name}` })
        : [`${at} must NOT have additional properties (${name})`.trim()];
    });
  };
  return ({ path, json }) => {
    const fields = byPath.get(path);
    return fields === undefined ? [] : fieldProblems({ value: json, fields, at: '' });
  };
};

const simple: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isInteger(value),
};
