import type { JsonValue, PluginState } from '@lineclear/core/plugin';
import { expect, it } from 'vitest';
import { rememberedPush, rememberPush } from './remembered-push.ts';

const dayMs = 24 * 3_600_000;

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

it('remembers the commit of each plan, for a week', async () => {
  const state = emptyState();
  await rememberPush({ state, idempotencyKey: 'one', commit: 'a', nowMs: dayMs });
  await rememberPush({ state, idempotencyKey: 'two', commit: 'b', nowMs: 7 * dayMs });
  expect(await rememberedPush({ state, idempotencyKey: 'one' })).toBe('a');
  await rememberPush({ state, idempotencyKey: 'three', commit: 'c', nowMs: 8 * dayMs + 1 });
  expect(await Promise.all(['one', 'two', 'three'].map((idempotencyKey) => rememberedPush({ state, idempotencyKey })))).toEqual([
    undefined,
    'b',
    'c',
  ]);
});
