import { arrayAt, defined, isObject, type JsonObject, type JsonValue, objectAt } from '../../../json/json-value.ts';

/** What a converter says about a panel: each part is put under what the panel itself already says in the new places. */
export interface Parts {
  readonly type: string;
  readonly options: JsonObject;
  readonly defaults: Readonly<Record<string, JsonValue | undefined>>;
  readonly custom?: Readonly<Record<string, JsonValue | undefined>>;
  readonly overrides?: readonly JsonValue[];
}

/** A panel of a new type from what is left of the old one. */
export const toPanel = ({ rest, parts }: { rest: JsonObject; parts: Parts }): JsonObject => {
  const fieldConfig = objectAt(rest, 'fieldConfig');
  const own = objectAt(fieldConfig, 'defaults');
  const custom = { ...defined(parts.custom ?? {}), ...objectAt(own, 'custom') };
  const defaults = { ...defined(parts.defaults), ...own, ...(Object.keys(custom).length === 0 ? {} : { custom }) };
  return {
    ...rest,
    type: parts.type,
    options: { ...parts.options, ...objectAt(rest, 'options') },
    fieldConfig: { ...fieldConfig, defaults, overrides: [...(parts.overrides ?? []), ...arrayAt(fieldConfig, 'overrides')] },
  };
};

/** The old names of what a series is reduced to, and the new ones. */
const calculations: Readonly<Record<string, string>> = {
  current: 'lastNotNull',
  avg: 'mean',
  min: 'min',
  max: 'max',
  total: 'sum',
  first: 'firstNotNull',
  delta: 'delta',
  diff: 'diff',
  range: 'range',
};
export const toCalculation = (name: string | undefined): string | undefined =>
  name === undefined || !Object.hasOwn(calculations, name) ? undefined : calculations[name];

/** The old list of value mappings as one of today's: texts for single values. */
export const toMappings = (list: readonly JsonValue[]): readonly JsonValue[] => {
  const entries = list.flatMap((item, index): readonly [string, JsonValue][] => {
    const value = isObject(item) ? item['value'] : undefined;
    const text = isObject(item) ? item['text'] : undefined;
    return (typeof value === 'string' || typeof value === 'number') && typeof text === 'string' && value !== '__proto__'
      ? [[String(value), { text, index }]]
      : [];
  });
  return entries.length === 0 ? [] : [{ type: 'value', options: Object.fromEntries(entries) }];
};
