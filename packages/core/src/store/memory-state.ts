import { canonicalJson } from '../digest/canonical.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { Store } from './store.ts';

/** The key-value space of the memory store. Values are kept as text, so that nobody can change them from outside. */
export const createMemoryState = (): Pick<Store, 'getState' | 'setState' | 'deleteState' | 'listState'> => {
  const scopes = new Map<string, Map<string, string>>();

  return {
    getState: async (scope, key) => {
      const text = scopes.get(scope)?.get(key);
      return text === undefined ? undefined : parse(text);
    },
    setState: async (scope, key, value) => {
      const text = canonicalJson(value);
      const entries = scopes.get(scope) ?? new Map<string, string>();
      entries.set(key, text);
      scopes.set(scope, entries);
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
