import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createOpenHttp } from '../http/open-http.ts';
import { answerJson, startBackend } from '../http/test/backend.ts';
import { defineConnection } from '../plugin/connection.ts';
import { LineclearError } from '../plugin/errors.ts';
import { secret } from '../plugin/secret.ts';
import { loadProfiles } from '../profiles/check-profiles.ts';
import { createRedactor } from '../profiles/redactor.ts';
import { createConnectionPool, type PoolParts } from './pool.ts';

const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: silent };

/** A connection that counts what core does with it. */
const counted = ({
  id = 'tasker',
  fail = () => false,
  close = silent,
}: { id?: string; fail?: () => boolean; close?: () => unknown } = {}) => {
  const opened: string[] = [];
  const closed: string[] = [];
  const connection = defineConnection({
    id,
    profile: z.object({ url: z.url(), token: secret() }),
    connect: async ({ profile, info, http, mode, resolvePath, protectedPaths }) => {
      opened.push(`${info.name} ${mode}`);
      await Promise.resolve();
      if (fail()) throw new LineclearError('unreachable', 'not now');
      const client = http({ baseUrl: profile.url, bearer: profile.token });
      const door = { client, info, path: resolvePath('a.yaml'), protectedPaths };
      return {
        reader: door,
        writer: door,
        close: async () => {
          closed.push(`${info.name} ${mode}`);
          await close();
        },
      };
    },
    probe: async ({ reader, signal }) => (await reader.client.get('/health', { signal })).json(z.unknown()),
  });
  return { connection, opened, closed };
};

const poolOf = (
  { connection }: ReturnType<typeof counted>,
  options: { url?: string; others?: PoolParts['connections'] } & Partial<PoolParts> = {},
) => {
  const { url = 'http://127.0.0.1:1', others = [], ...parts } = options;
  const redactor = createRedactor({ secrets: ['the-token'] });
  const entry = { url, token: 'the-token' };
  const connections = [connection, ...others];
  const all = Object.fromEntries(connections.map(({ id }) => [id, entry]));
  return createConnectionPool({
    connections,
    profiles: loadProfiles({
      config: {
        default: 'a',
        profiles: { a: { connections: all }, b: { tier: 'staging', connections: all }, empty: { connections: {} } },
      },
      connections,
    }),
    openHttp: (mode) => createOpenHttp({ mode, clock: Date, logger, redactor, retryPauseMs: 1 }),
    clock: { now: () => Date.parse('2026-01-02T03:04:05Z') },
    logger,
    redactor,
    protectedPaths: ['/state'],
    folder: '/config',
    ...parts,
  });
};

describe('opening', () => {
  test('happens once per profile and door, however many ask at once', async () => {
    const tasker = counted();
    const pool = poolOf(tasker);
    const readers = await Promise.all(Array.from({ length: 10 }, () => pool.reader(tasker.connection, 'a')));
    expect(new Set(readers).size).toBe(1);
    await pool.reader(tasker.connection, 'b');
    expect(tasker.opened).toEqual(['a read', 'b read']);
    await Promise.all([pool.writer(tasker.connection, 'a'), pool.writer(tasker.connection, 'a')]);
    expect(tasker.opened).toEqual(['a read', 'b read', 'a write']);
    await pool.close();
  });

  test('hands over the profile, its folder and what is protected', async () => {
    const tasker = counted();
    const pool = poolOf(tasker);
    expect(await pool.reader(tasker.connection, 'b')).toMatchObject({
      info: { name: 'b', tier: 'staging' },
      path: '/config/a.yaml',
      protectedPaths: ['/state'],
    });
    await pool.close();
  });

  test('hands the same settings to both doors of a profile, and to no other', async () => {
    const tasker = counted();
    const doors: object[] = [];
    const connect: typeof tasker.connection.connect = (call) => {
      doors.push(call.profile);
      return tasker.connection.connect(call);
    };
    const connection = { ...tasker.connection, connect };
    const pool = poolOf({ ...tasker, connection });
    await pool.reader(connection, 'a');
    await pool.writer(connection, 'a');
    await pool.reader(connection, 'b');
    expect(doors).toHaveLength(3);
    expect(doors[1]).toBe(doors[0]);
    expect(doors[2]).not.toBe(doors[0]);
    await pool.close();
  });

  test('gives the reader an HTTP that cannot write, and the writer one that can', async () => {
    const backend = await startBackend(({ response }) => answerJson(response, {}));
    const tasker = counted();
    const pool = poolOf(tasker, { url: backend.url });
    const door = z.object({ client: z.custom<{ post(path: string): Promise<unknown> }>() });
    await expect(door.parse(await pool.reader(tasker.connection, 'a')).client.post('/x')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await door.parse(await pool.writer(tasker.connection, 'a')).client.post('/x');
    expect(backend.seen).toMatchObject([{ method: 'POST', headers: { authorization: 'Bearer the-token' } }]);
    await pool.close();
  });

  test('that failed is tried again, and closes its HTTP', async () => {
    let failures = 2;
    let closed = 0;
    const tasker = counted({ fail: () => failures-- > 0 });
    const http = {
      open: createOpenHttp({ mode: 'read', clock: Date, logger, redactor: createRedactor({ secrets: [] }), retryPauseMs: 1 })
        .open,
      close: async () => {
        closed += 1;
      },
    };
    const pool = poolOf(tasker, { openHttp: () => http });
    const first = await Promise.allSettled([pool.reader(tasker.connection, 'a'), pool.reader(tasker.connection, 'a')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(pool.reader(tasker.connection, 'a')).rejects.toThrow('not now');
    await pool.reader(tasker.connection, 'a');
    expect(tasker.opened).toHaveLength(3);
    expect(closed).toBe(2);
  });

  test('of what a profile does not have names the profiles that have it', async () => {
    const tasker = counted();
    const pool = poolOf(tasker);
    await expect(pool.reader(tasker.connection, 'empty')).rejects.toMatchObject({
      code: 'not_configured',
      hint: expect.stringContaining('a, b'),
      details: { profiles: ['a', 'b'] },
    });
    await expect(pool.reader(counted({ id: 'other' }).connection, 'a')).rejects.toMatchObject({
      code: 'not_configured',
      details: { profiles: [] },
    });
    await expect(pool.writer(tasker.connection, 'nope')).rejects.toMatchObject({ code: 'profile_not_found' });
    expect(tasker.opened).toEqual([]);
  });

  test('of a writer that a connection does not have is unsupported', async () => {
    const readOnly = defineConnection({
      id: 'read-only',
      profile: z.object({}).loose(),
      connect: () => ({ reader: 1 }),
      probe: () => 1,
    });
    const tasker = counted();
    await expect(poolOf(tasker, { others: [readOnly] }).writer(readOnly, 'a')).rejects.toMatchObject({
      code: 'unsupported',
      effect: 'none',
    });
  });
});

describe('close', () => {
  test('closes every door once, also when one throws and when it is called twice', async () => {
    const failing = counted({
      id: 'failing',
      close: () => {
        throw new Error('will not');
      },
    });
    const tasker = counted();
    const pool = poolOf(tasker, { others: [failing.connection] });
    await pool.reader(failing.connection, 'a');
    await pool.reader(tasker.connection, 'a');
    // Still opening when the pool closes.
    const late = pool.writer(tasker.connection, 'a');
    await Promise.all([pool.close(), pool.close()]);
    await pool.close();
    await late;
    expect([...failing.closed, ...tasker.closed]).toEqual(['a read', 'a read', 'a write']);
  });

  test('refuses later openings', async () => {
    const tasker = counted();
    const pool = poolOf(tasker);
    await pool.reader(tasker.connection, 'a');
    await pool.close();
    await expect(pool.reader(tasker.connection, 'a')).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
    await expect(pool.writer(tasker.connection, 'a')).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
  });

  test('does not wait for a connection that never closes', async () => {
    const stuck = counted({ close: () => new Promise(silent) });
    const pool = poolOf(stuck, { graceMs: 20 });
    await pool.reader(stuck.connection, 'a');
    await pool.close();
    expect(stuck.closed).toEqual(['a read']);
  });
});
