import { LineclearError } from '../plugin/errors.ts';

/** Objects and lists inside one another; far above what callers may send, far below what the stack holds. */
const maxDepth = 1_000;

/**
 * The one text of a JSON value (RFC 8785): keys sorted by UTF-16 code units, no white space, -0 as 0, undefined properties left out.
 * Throws `invalid_input`, naming the place, for what JSON cannot say: bigint, function, symbol, NaN, infinities, undefined in a list,
 * lone surrogates, cycles, more than 1,000 levels, and objects of a class.
 */
export const canonicalJson = (value: unknown): string => write(value, []);

const write = (value: unknown, ancestors: object[]): string => {
  switch (typeof value) {
    case 'string':
      return quote(value, ancestors, value);
    case 'number':
      // JSON.stringify would turn these into null, and different values would share one digest.
      if (!Number.isFinite(value)) throw refusal(ancestors, value, `${value} is not a JSON number`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? writeList(value, ancestors) : writeObject(value, ancestors);
    default:
      throw refusal(ancestors, value, `${typeof value} is not a JSON type`);
  }
};

const writeList = (list: readonly unknown[], ancestors: object[]): string => {
  enter(list, ancestors);
  let text = '[';
  for (let index = 0; index < list.length; index++) {
    if (index > 0) text += ',';
    text += write(list[index], ancestors);
  }
  ancestors.pop();
  return text + ']';
};

const writeObject = (object: object, ancestors: object[]): string => {
  if (!isPlain(object)) throw refusal(ancestors, object, `an object of class ${className(object)} is not JSON`);
  enter(object, ancestors);
  let text = '';
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    text += (text === '' ? '' : ',') + quoteName(key, ancestors, value) + ':' + write(value, ancestors);
  }
  ancestors.pop();
  return '{' + text + '}';
};

const isPlain = (object: object): object is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
};

/** By UTF-16 code units, which is how `<` and the default order of sort() compare (RFC 8785 §3.2.3). */
const sortedKeys = (object: object): string[] => {
  const keys = Object.keys(object);
  let previous = '';
  for (const key of keys) {
    if (key < previous) return keys.sort();
    previous = key;
  }
  return keys;
};

const quote = (text: string, ancestors: readonly object[], at: unknown): string => {
  if (!text.isWellFormed()) throw refusal(ancestors, at, 'text with a lone surrogate has no UTF-8 form');
  return JSON.stringify(text);
};

/** The names of fields come again and again. Bounded, because callers choose some of them. */
const quotedNames = new Map<string, string>();
const mostNames = 1_000;
const longestName = 64;

const quoteName = (name: string, ancestors: readonly object[], at: unknown): string => {
  const known = quotedNames.get(name);
  if (known !== undefined) return known;
  const quoted = quote(name, ancestors, at);
  if (quotedNames.size < mostNames && name.length <= longestName) quotedNames.set(name, quoted);
  return quoted;
};

const enter = (container: object, ancestors: object[]): void => {
  if (ancestors.includes(container)) throw refusal(ancestors, container, 'it contains itself');
  if (ancestors.length === maxDepth) throw refusal([], container, `it is nested deeper than ${maxDepth} levels`);
  ancestors.push(container);
};

const refusal = (ancestors: readonly object[], value: unknown, why: string): LineclearError =>
  new LineclearError('invalid_input', `Not a JSON value at ${placeOf(ancestors, value)}: ${why}.`, {
    hint: 'Use text, finite numbers, booleans, null, lists and plain objects only.',
  });

/** Found by identity when something is refused, so that the common case need not keep track of where it is. */
const placeOf = (ancestors: readonly object[], value: unknown): string => {
  const below = [...ancestors.slice(1), value];
  return ['$', ...ancestors.map((container, index) => keyOf(container, below[index]))].join('.');
};

const keyOf = (container: object, child: unknown): string | number =>
  Array.isArray(container)
    ? container.findIndex((item) => Object.is(item, child))
    : (Object.entries(container).find(([, field]) => Object.is(field, child))?.[0] ?? '?');

const className = (object: object): string => {
  const { constructor } = object;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'without a name';
};
