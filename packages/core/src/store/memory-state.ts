import { canonicalJson } from '../digest/canonical.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { Store } from './store.ts';

/** The key-value space of the memory store. Values are kept as text, so that nobody can change them from outside. */
export const createMemoryState = (): Pick<Store, 'getState' | 'setState' | 'createState' | 'deleteState' | 'listState'> => {
  const scopes = new Map<string, Map<string, string>>();
  const entriesOf = (scope: string): Map<string, string> => {
    const entries = scopes.get(scope) ?? new Map<string, string>();
    scopes.set(scope, entries);
    return entries;
  };

  return {
    getState: async (scope, key) => {
      const text = scopes.get(scope)?.get(key);
      return text === undefined ? undefined : parse(text);
    },
    setState: async (scope, key, value) => {
      entriesOf(scope).set(key, canonicalJson(value));
    },
    createState: async (scope, key, value) => {
      const text = canonicalJson(value);
      const entries = entriesOf(scope);
      if (entries.has(key)) return false;
      entries.set(key, text);
      return true;
    },
    deleteState: async (scope, key) => scopes.get(scope)?.delete(key) ?? false,
    listState: async (scope, { prefix = '', limit }) =>
      [...(scopes.get(scope) ?? [])]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
        .slice(0, limit)
        .map(([key, text]) => ({ key, value: parse(text) })),
  };
};

const parse = (text: string): JsonValue => {
  const value: JsonValue = JSON.parse(text);
  return value;
};
