import type { JsonObject, JsonValue } from '@lineclear/core/plugin';

/** Something in a file that cannot be meant so, and where. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly text: string;
}

/** What keeps a JSON Schema from describing the keyword arguments of a task, beside what the validator itself refuses. */
export const schemaProblems = ({ schema, path }: { schema: JsonObject; path: readonly PropertyKey[] }): readonly Problem[] => {
  const { type = 'object' } = schema;
  const root = type === 'object' ? [] : [{ path: [...path, 'type'], text: 'params are keyword arguments: write type: object' }];
  return [...root, ...walk({ value: schema, path })];
};

const walk = ({ value, path }: { value: JsonValue; path: readonly PropertyKey[] }): readonly Problem[] => {
  if (path.length > deepest) return [{ path, text: 'this is nested too deeply' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    examples.has(key)
      ? []
      : [...problemsOf({ key, value: inner, path: [...path, key] }), ...walk({ value: inner, path: [...path, key] })],
  );
};

const deepest = 40;
/** What stands under these is no schema but a value. */
const examples: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples']);

const problemsOf = ({
  key,
  value,
  path,
}: {
  key: string;
  value: JsonValue;
  path: readonly PropertyKey[];
}): readonly Problem[] => {
  if (typeof value !== 'string') return [];
  const isReference = key === '$ref' || key === '$dynamicRef';
  if (isReference && !value.startsWith('#')) {
    return [{ path, text: 'nothing outside of the schema is read: refer to a part of it, such as #/$defs/day' }];
  }
  return key === 'pattern' && !isPattern(value) ? [{ path, text: 'this is no regular expression' }] : [];
};

const isPattern = (text: string): boolean => {
  try {
    RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
};
