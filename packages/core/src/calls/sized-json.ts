import type { JsonObject, JsonValue } from '../plugin/json.ts';

/** A value inside a JSON document, with how many characters of JSON it is. */
export interface Sized {
  readonly parent: Sized | undefined;
  readonly key: string | number;
  value: JsonValue;
  size: number;
  /** The items of a list, or the values of an object. */
  children: Sized[];
  /** It was taken out of its list. */
  isGone: boolean;
}

/** Measures a document and all that is in it, once; what changes afterwards is told with {@link resize}. */
export const measure = (root: JsonObject): Sized => visit({ value: root, parent: undefined, key: '' });

/** Says that a value is now of another size, and so is everything around it. */
export const resize = ({ sized, by }: { sized: Sized; by: number }): void => {
  for (let one: Sized | undefined = sized; one !== undefined; one = one.parent) one.size += by;
};

/** Whether it, or something around it, was taken out. */
export const isGone = (sized: Sized): boolean => {
  for (let one: Sized | undefined = sized; one !== undefined; one = one.parent) if (one.isGone) return true;
  return false;
};

/** Where it is, as `tasks` or `log.lines[3]`. */
export const pathOf = ({ parent, key }: Sized): string => {
  if (parent === undefined) return '';
  const above = pathOf(parent);
  if (typeof key === 'number') return `${above}[${key}]`;
  return above === '' ? key : `${above}.${key}`;
};

const visit = ({ value, parent, key }: Pick<Sized, 'value' | 'parent' | 'key'>): Sized => {
  const sized: Sized = { value, parent, key, size: 0, children: none, isGone: false };
  if (Array.isArray(value)) {
    sized.children = value.map((item, index) => visit({ value: item, parent: sized, key: index }));
    sized.size = sum(sized.children) + brackets(value.length);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    sized.children = entries.map(([name, item]) => visit({ value: item, parent: sized, key: name }));
    const names = entries.reduce((size, [name]) => size + JSON.stringify(name).length + 1, 0);
    sized.size = sum(sized.children) + names + brackets(entries.length);
  } else {
    sized.size = JSON.stringify(value).length;
  }
  return sized;
};

const none: Sized[] = [];

const sum = (all: readonly Sized[]): number => all.reduce((size, one) => size + one.size, 0);

/** The brackets, and the commas between so many. */
const brackets = (count: number): number => 2 + Math.max(0, count - 1);
