import type { JsonObject } from '@lineclear/core/plugin';
import { splitTopLevel } from './split-top-level.ts';

/**
 * JSON Schema of a task's parameters, from Python's text of its `__annotations__`. It is a hint: which parameters are required, what
 * their defaults are, and those without an annotation are not in there.
 */
export const paramsOf = (annotations: string): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(
    splitTopLevel({ text: inside(annotations), separator: ',' }).flatMap((entry) => {
      const found = /^\s*(['"])(\w{1,100})\1:\s*(.*)$/s.exec(entry);
      const [, , name, type] = found ?? [];
      return name === undefined || type === undefined || name === 'return'
        ? []
        : [[name, schemaOf({ type: type.trim(), depth: 0 })]];
    }),
  ),
});

const inside = (text: string): string => text.trim().replace(/^\{/, '').replace(/\}$/, '');

const plain: Readonly<Record<string, JsonObject>> = {
  int: { type: 'integer' },
  float: { type: 'number' },
  str: { type: 'string' },
  bool: { type: 'boolean' },
  list: { type: 'array' },
  tuple: { type: 'array' },
  set: { type: 'array' },
  sequence: { type: 'array' },
  dict: { type: 'object' },
  mapping: { type: 'object' },
  datetime: { type: 'string', format: 'date-time' },
  date: { type: 'string', format: 'date' },
  time: { type: 'string', format: 'time' },
  uuid: { type: 'string', format: 'uuid' },
  none: { type: 'null' },
  nonetype: { type: 'null' },
  any: {},
};

const schemaOf = ({ type: given, depth }: { type: string; depth: number }): JsonObject => {
  if (depth > 5) return {};
  const type = bare(given);
  const union = splitTopLevel({ text: type, separator: '|' });
  if (union.length > 1) return anyOf({ types: union, depth });
  const [, name = '', parameters] = /^(?:[\w.]*\.)?(\w+)(?:\[(.*)\])?$/s.exec(type) ?? [];
  const inner = parameters === undefined ? [] : splitTopLevel({ text: parameters, separator: ',' });
  if (name === 'Union') return anyOf({ types: inner, depth });
  if (name === 'Optional') return anyOf({ types: [...inner, 'None'], depth });
  if (name === 'Literal') return { enum: inner.flatMap(literal) };
  const known = plain[name.toLowerCase()];
  if (known === undefined || !Object.hasOwn(plain, name.toLowerCase())) return {};
  const [item] = inner;
  const hasItems = known['type'] === 'array' && item !== undefined && name.toLowerCase() !== 'tuple';
  return hasItems ? { ...known, items: schemaOf({ type: item, depth: depth + 1 }) } : { ...known };
};

// `<class 'datetime.date'>`, and 'datetime.date' where annotations are kept as text.
const bare = (type: string): string =>
  type
    .trim()
    .replace(/^<class '(.*)'>$/s, '$1')
    .replace(/^(['"])([^'"]*)\1$/s, '$2')
    .trim();

const anyOf = ({ types, depth }: { types: readonly string[]; depth: number }): JsonObject => {
  const schemas = types.map((type) => schemaOf({ type, depth: depth + 1 }));
  const [first, second] = schemas;
  // What is not understood may be anything, and then all of it may.
  if (schemas.some((schema) => Object.keys(schema).length === 0)) return {};
  if (schemas.length === 2 && first !== undefined && second?.['type'] === 'null') {
    return { ...first, type: [first['type'] ?? null, 'null'] };
  }
  return { anyOf: schemas };
};

const literal = (text: string): readonly (string | number | boolean)[] => {
  const [, , inner] = /^\s*(['"])(.*)\1\s*$/s.exec(text) ?? [];
  if (inner !== undefined) return [inner];
  const word = text.trim();
  if (word === 'True' || word === 'False') return [word === 'True'];
  return /^-?\d{1,15}$/.test(word) ? [Number(word)] : [];
};
