import type { JsonValue, PluginState } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import type { LedgerEntry } from './ledger.ts';
import { ledgerOf } from './ledger.ts';

const start = () => {
  const values = new Map<string, JsonValue>();
  const state: PluginState = {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    create: async (key, value) => !values.has(key) && values.set(key, value).has(key),
    delete: async (key) => values.delete(key),
    list: async ({ prefix = '', limit } = {}) =>
      [...values.keys()]
        .filter((key) => key.startsWith(prefix))
        .toSorted()
        .slice(0, limit)
        .map((key) => ({ key, value: values.get(key) ?? null })),
  };
  return { values, ledger: ledgerOf(state) };
};
const day = 86_400_000;
const entry = (fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  task_name: 'tasks.add',
  queue: 'celery',
  principal: 'ada',
  at: 1_800_000_000_000,
  state: 'sending',
  digest: 'd',
  ...fields,
});

test('one claim of a task wins, and only the first one', async () => {
  const { ledger } = start();
  const claims = await Promise.all([1, 2, 3].map((at) => ledger.claim({ taskId: 'x', ...entry({ at }) })));
  expect(claims.filter(Boolean)).toHaveLength(1);
  expect(await ledger.claimAgain({ taskId: 'x', ...entry(), attempt: 1 })).toBe(true);
  expect(await ledger.claimAgain({ taskId: 'x', ...entry(), attempt: 1 })).toBe(false);
});

test('lists the tasks of one caller, newest first, and of nobody whose name begins alike', async () => {
  const { ledger } = start();
  await ledger.claim({ taskId: 'old', ...entry({ at: entry().at - day }) });
  await ledger.claim({ taskId: 'new', ...entry() });
  await ledger.claim({ taskId: 'other', ...entry({ principal: 'ada/x' }) });
  expect((await ledger.of({ principal: 'ada', limit: 10 })).map(({ taskId }) => taskId)).toEqual(['new', 'old']);
  await ledger.end({ taskId: 'old', principal: 'ada' });
  expect((await ledger.openOf({ principal: 'ada', limit: 10 })).map(({ taskId }) => taskId)).toEqual(['new']);
});

test('forgets what is older than a month while new tasks come, down to the last key', async () => {
  const { ledger, values } = start();
  const at = entry().at;
  for (let index = 0; index < 4; index += 1) await ledger.claim({ taskId: `old ${index}`, ...entry({ at: at + index }) });
  await ledger.claimAgain({ taskId: 'old 0', ...entry({ at }), attempt: 1 });
  await ledger.noteCancelled({ taskId: 'foreign', note: { at, removed: false } });
  await ledger.claim({ taskId: 'young', ...entry({ at: at + 29 * day }) });
  expect(await ledger.get('old 0')).toBeDefined();
  for (let index = 0; index < 3; index += 1) await ledger.claim({ taskId: `new ${index}`, ...entry({ at: at + 31 * day }) });
  expect([...values.keys()].filter((key) => /old|foreign/.test(key))).toEqual([]);
  expect(await ledger.get('young')).toBeDefined();
});

test('a cancellation is noted of any task, and the note can be taken back', async () => {
  const { ledger } = start();
  await ledger.noteCancelled({ taskId: 'x', note: { at: 5, removed: true } });
  expect(await ledger.cancellationOf('x')).toEqual({ at: 5, removed: true });
  await ledger.noteCancelled({ taskId: 'x', note: undefined });
  expect(await ledger.cancellationOf('x')).toBeUndefined();
});

test('what cannot be read counts as absent', async () => {
  const { ledger, values } = start();
  values.set('task/x', { of: 'another version' });
  expect(await ledger.get('x')).toBeUndefined();
});
