import { createAuditTrail, memoryStore } from '@lineclear/core';
import { LineclearError } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { createReadiness } from './health.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const ready = () => {
  const store = memoryStore();
  let isBroken = false;
  let isHanging = false;
  let writes = 0;
  const breakable = {
    ...store,
    setState: async (...write: Parameters<typeof store.setState>) => {
      writes += 1;
      if (isBroken) throw new LineclearError('audit_unavailable', 'The disk is full.');
      if (isHanging) await new Promise(() => {});
      await store.setState(...write);
    },
  };
  const state = {
    now: 0,
    isStopping: false,
    break: () => (isBroken = true),
    hang: () => (isHanging = true),
    writes: () => writes,
  };
  const audit = createAuditTrail({ store, clock: { now: () => state.now }, logger: silent });
  return { state, ask: createReadiness({ store: breakable, audit, isStopping: () => state.isStopping, now: () => state.now }) };
};

test('a store that takes no writes is not ready', async () => {
  const { ask, state } = ready();
  expect(await ask()).toEqual({ ready: true, checks: { store: 'ok', audit: 'ok', server: 'ok' } });
  state.break();
  state.now += 1_000;
  expect(await ask()).toEqual({ ready: false, checks: { store: 'failing', audit: 'ok', server: 'ok' } });
});

test('a store that does not answer is not ready, and is not asked again meanwhile', async () => {
  const { ask, state } = ready();
  state.hang();
  expect(await ask()).toMatchObject({ ready: false, checks: { store: 'failing' } });
  state.now += 10_000;
  expect(await ask()).toMatchObject({ ready: false, checks: { store: 'failing' } });
  expect(state.writes()).toBe(1);
});

test('a server that stops is not ready', async () => {
  const { ask, state } = ready();
  state.isStopping = true;
  expect(await ask()).toMatchObject({ ready: false, checks: { server: 'stopping' } });
});

test('asks the store once per second, however often it is asked itself', async () => {
  const { ask, state } = ready();
  await Promise.all(Array.from({ length: 50 }, ask));
  expect(state.writes()).toBe(1);
  state.now += 1_000;
  await ask();
  expect(state.writes()).toBe(2);
});
