import type { JsonValue, PluginState } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { notedFor, noteWrite } from './write-note.ts';

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

test('keeps the notes of a day, forgets older ones, and leaves those of another kind', async () => {
  const state = emptyState();
  const hourMs = 3_600_000;
  const kind = 'silence';
  await state.set('something-else', 1);
  await noteWrite({ state, kind: 'annotation', planId: 'first', value: 'another', nowMs: 0 });
  await noteWrite({ state, kind, planId: 'first', value: '2026-03-02T14:00:00.001Z', nowMs: 0 });
  await noteWrite({ state, kind, planId: 'second', value: '2026-03-02T15:00:00Z', nowMs: 23 * hourMs });
  expect(await notedFor({ state, kind, planId: 'first' })).toBe('2026-03-02T14:00:00.001Z');
  await noteWrite({ state, kind, planId: 'third', value: '2026-03-02T16:00:00Z', nowMs: 25 * hourMs });
  expect(await notedFor({ state, kind, planId: 'first' })).toBeUndefined();
  expect(await notedFor({ state, kind, planId: 'second' })).toBe('2026-03-02T15:00:00Z');
  expect(await notedFor({ state, kind: 'annotation', planId: 'first' })).toBe('another');
  expect((await state.list()).map(({ key }) => key).toSorted()).toEqual([
    'annotation/first',
    'silence/second',
    'silence/third',
    'something-else',
  ]);
});
