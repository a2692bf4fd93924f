import type { JsonValue, PluginState } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { notedEnd, noteSilence } from './silence-note.ts';

const emptyState = (): PluginState => {
  const kept = new Map<string, JsonValue>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    create: async (key, value) => !kept.has(key) && kept.set(key, value) === kept,
    delete: async (key) => kept.delete(key),
    list: async ({ prefix = '' } = {}) =>
      [...kept].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
  };
};

test('keeps the ends of a day, and forgets older ones', async () => {
  const state = emptyState();
  const hourMs = 3_600_000;
  await state.set('something-else', 1);
  await noteSilence({ state, planId: 'first', endsAt: '2026-03-02T14:00:00.001Z', nowMs: 0 });
  await noteSilence({ state, planId: 'second', endsAt: '2026-03-02T15:00:00Z', nowMs: 23 * hourMs });
  expect(await notedEnd({ state, planId: 'first' })).toBe('2026-03-02T14:00:00.001Z');
  await noteSilence({ state, planId: 'third', endsAt: '2026-03-02T16:00:00Z', nowMs: 25 * hourMs });
  expect(await notedEnd({ state, planId: 'first' })).toBeUndefined();
  expect(await notedEnd({ state, planId: 'second' })).toBe('2026-03-02T15:00:00Z');
  expect((await state.list()).map(({ key }) => key).toSorted()).toEqual(['silence/second', 'silence/third', 'something-else']);
});
