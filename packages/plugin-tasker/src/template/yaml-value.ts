/** A value of a YAML text and the line it starts on. Maps are `Map`s, so that no key can reach a prototype. */
export type YamlValue = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: ReadonlyMap<string, YamlValue>;
}
export interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlValue[];
}
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
}

/** The value under a key; absent and null are the same, as they are for the server. */
export const valueAt = (value: YamlValue | undefined, key: string): YamlValue | undefined => {
  const found = value?.kind === 'map' ? value.entries.get(key) : undefined;
  return found?.kind === 'scalar' && found.value === null ? undefined : found;
};

/** The text under a key, when it is text. */
export const textAt = (value: YamlValue | undefined, key: string): string | undefined => asText(valueAt(value, key));

/** The items under a key, when it is a list. */
export const itemsAt = (value: YamlValue | undefined, key: string): readonly YamlValue[] => {
  const found = valueAt(value, key);
  return found?.kind === 'list' ? found.items : [];
};

export const asText = (value: YamlValue | undefined): string | undefined =>
  value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
