import { canonicalJson } from '../../digest/canonical.ts';
import type { JsonValue } from '../../plugin/json.ts';
import type { Store } from '../store.ts';
import type { Connection } from './connection.ts';
import { text } from './values.ts';
import type { WriteQueue } from './write-queue.ts';

/** The key-value space in the file. */
export const createSqliteState = ({
  connection,
  writes,
}: {
  connection: Connection;
  writes: WriteQueue;
}): Pick<Store, 'getState' | 'setState' | 'createState' | 'deleteState' | 'listState'> => ({
  getState: (scope, key) =>
    connection.read(() => {
      const row = connection.statement('SELECT value FROM state WHERE scope = ? AND key = ?').get(scope, key);
      return row === undefined ? undefined : parse(row['value']);
    }),
  setState: async (scope, key, value) => {
    const written = canonicalJson(value);
    const insert = 'INSERT INTO state (scope, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';
    await writes.run(() => connection.statement(insert).run(scope, key, written));
  },
  createState: async (scope, key, value) => {
    const written = canonicalJson(value);
    const insert = 'INSERT INTO state (scope, key, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    return writes.run(() => connection.statement(insert).run(scope, key, written).changes !== 0);
  },
  deleteState: (scope, key) =>
    writes.run(() => connection.statement('DELETE FROM state WHERE scope = ? AND key = ?').run(scope, key).changes !== 0),
  listState: (scope, { prefix = '', limit = Number.POSITIVE_INFINITY }) =>
    connection.read(() => {
      const found: { key: string; value: JsonValue }[] = [];
      const rows = connection
        .statement('SELECT key, value FROM state WHERE scope = ? AND key >= ? ORDER BY key')
        .iterate(scope, prefix);
      for (const row of rows) {
        const key = text(row['key']);
        // Keys with one beginning stand together, so the first other one ends them.
        if (found.length >= limit || !key.startsWith(prefix)) break;
        found.push({ key, value: parse(row['value']) });
      }
      return found;
    }),
});

const parse = (column: unknown): JsonValue => {
  const value: JsonValue = JSON.parse(text(column));
  return value;
};
