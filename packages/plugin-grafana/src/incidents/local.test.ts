import type { JsonValue, PluginState } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { localIncidents } from './local.ts';

const memory = (): PluginState => {
  const values = new Map<string, JsonValue>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    create: async (key, value) => !values.has(key) && values.set(key, value).has(key),
    delete: async (key) => values.delete(key),
    list: async ({ prefix = '' } = {}) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, value]) => ({ key, value })),
  };
};
const tunnel = {
  title: 'Down',
  severity: 'minor',
  labels: [],
  drill: false,
  status: 'active',
  roomPrefix: 'incident',
  attachment: undefined,
  note: 'Declared.',
} as const;
const open = (state: PluginState, by = 'ada') => localIncidents({ state, by, now: () => Date.UTC(2026, 2, 2) });

test('incidents that are declared at once have ids of their own', async () => {
  const state = memory();
  const declared = await Promise.all(Array.from({ length: 8 }, (_, index) => open(state, `user ${index}`).create(tunnel)));
  expect(new Set(declared.map(({ id }) => id)).size).toBe(8);
  expect((await open(state).list({ status: undefined, drills: true, limit: 100 })).incidents).toHaveLength(8);
});

test('notes that are written at once are all kept', async () => {
  const state = memory();
  const { id } = await open(state).create(tunnel);
  const bodies = Array.from({ length: 10 }, (_, index) => `note ${index}`);
  await Promise.all(bodies.map((body) => open(state).addNote({ id, body, eventTime: '2026-03-02T00:00:00.000Z' })));
  const { activity } = await open(state).activity({ id, limit: 100 });
  expect(activity.map(({ body }) => body).toSorted()).toEqual([tunnel.note, ...bodies].toSorted());
  expect(new Set(activity.map((item) => item.id)).size).toBe(11);
});

test('of two changes at once one is refused, and one that starts from an older value too', async () => {
  const state = memory();
  const { id } = await open(state).create(tunnel);
  const change = (to: string) => open(state).change({ id, field: 'severity', from: 'minor', to });
  const settled = await Promise.allSettled([change('major'), change('critical')]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(change('pending')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'changed' } });
});

test('an incident that was opened again is not closed', async () => {
  const state = memory();
  const { id } = await open(state).create(tunnel);
  await open(state).change({ id, field: 'status', from: 'active', to: 'resolved' });
  const again = await open(state).change({ id, field: 'status', from: 'resolved', to: 'active' });
  expect(again).toMatchObject({ status: 'active' });
  expect(again).not.toHaveProperty('closed_at');
});

test('what is in the store and no incident is left out', async () => {
  const state = memory();
  await state.set('incident/00000001/00000001', { kind: 'fromTheFuture' });
  await state.set('incident/odd', 'text');
  const { id } = await open(state).create(tunnel);
  expect(id).not.toBe('local-1');
  expect((await open(state).list({ status: undefined, drills: true, limit: 10 })).incidents).toHaveLength(1);
});
