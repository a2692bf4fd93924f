import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { defineConnection } from '../plugin/connection.ts';
import { LineclearError } from '../plugin/errors.ts';
import { loadProfiles } from '../profiles/check-profiles.ts';
import { createRedactor } from '../profiles/redactor.ts';
import { createConnectionPool } from './pool.ts';

const silent = () => {};
const logger = { debug: silent, info: silent, warn: silent, error: silent };

const connectionOf = (id: string, probe: (signal: AbortSignal) => unknown) =>
  defineConnection({ id, profile: z.object({}), connect: () => ({ reader: id }), probe: ({ signal }) => probe(signal) });

const poolOf = (connections: readonly ReturnType<typeof connectionOf>[], { probeMs = 5_000 } = {}) => {
  const all = Object.fromEntries(connections.map(({ id }) => [id, {}]));
  return createConnectionPool({
    connections,
    profiles: loadProfiles({
      config: { default: 'a', profiles: { a: { connections: all }, b: { connections: {} } } },
      connections,
    }),
    openHttp: () => ({ open: () => expect.unreachable(), close: async () => {} }),
    clock: { now: () => Date.parse('2026-01-02T03:04:05Z') },
    logger,
    redactor: createRedactor({ secrets: ['hunter2'] }),
    protectedPaths: [],
    folder: '/',
    probeMs,
  });
};

describe('status', () => {
  test('probes side by side what was never probed, and only that', async () => {
    const waiting: (() => void)[] = [];
    const probes: string[] = [];
    const probe = (id: string) => () =>
      new Promise<{ id: string }>((resolve) => {
        probes.push(id);
        waiting.push(() => resolve({ id }));
        // Each waits for the other: one after the other they would never end.
        if (waiting.length === 2) waiting.forEach((release) => release());
      });
    const pool = poolOf([connectionOf('one', probe('one')), connectionOf('two', probe('two'))]);
    const [first, second] = await Promise.all([pool.status({ profiles: ['a', 'b'] }), pool.status({ profiles: ['a'] })]);
    expect(first).toMatchObject([
      {
        connection: 'one',
        profile: 'a',
        health: 'up',
        latency_ms: expect.any(Number),
        checked_at: '2026-01-02T03:04:05.000Z',
        answer: { id: 'one' },
      },
      { connection: 'two', profile: 'a', health: 'up', answer: { id: 'two' } },
    ]);
    expect(second).toEqual(first);
    expect(await pool.status({ profiles: ['a'] })).toEqual(first);
    expect(probes).toEqual(['one', 'two']);
  });

  test('probes again when asked to, once for all who ask meanwhile', async () => {
    let count = 0;
    const pool = poolOf([connectionOf('one', () => ({ count: (count += 1) }))]);
    await pool.status({ profiles: ['a'] });
    expect(await pool.status({ profiles: ['a'], refresh: true })).toMatchObject([{ answer: { count: 2 } }]);
    await Promise.all(Array.from({ length: 5 }, () => pool.status({ profiles: ['a'], refresh: true })));
    expect(count).toBe(3);
  });

  test('tells a failure by its code, redacted, and a defect without its text', async () => {
    const pool = poolOf([
      connectionOf('down', () => {
        throw new LineclearError('unreachable', 'no hunter2\u202e here');
      }),
      connectionOf('broken', () => Promise.reject(new TypeError('hunter2 is not a function'))),
    ]);
    expect(await pool.status({ profiles: ['a'] })).toMatchObject([
      { health: 'down', last_error: { code: 'unreachable', message: 'no [secret] here' } },
      { health: 'down', last_error: { code: 'internal', message: 'The probe failed with a defect of its own; the log has it.' } },
    ]);
  });

  test('gives up on a probe that takes too long, and aborts it', async () => {
    let aborted = false;
    const hanging = connectionOf('one', (signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(silent);
    });
    expect(await poolOf([hanging], { probeMs: 20 }).status({ profiles: ['a'] })).toMatchObject([
      { health: 'down', last_error: { code: 'timeout' } },
    ]);
    expect(aborted).toBe(true);
  });

  test('shows an answer clean, redacted and short, whatever it is', async () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const pool = poolOf([
      connectionOf('secret', () => ({ version: '1\u200b', token: 'hunter2', big: 5n })),
      connectionOf('long', () => 'x'.repeat(100_000)),
      connectionOf('circle', () => circle),
      connectionOf('nothing', () => undefined),
    ]);
    const answers = (await pool.status({ profiles: ['a'] })).map(({ answer }) => answer);
    expect(answers[0]).toEqual({ version: '1', token: '[secret]', big: '5' });
    expect(String(answers[1]).length).toBeLessThan(1_100);
    expect(answers.slice(2)).toEqual([undefined, undefined]);
  });
});

describe('report', () => {
  const one = connectionOf('one', () => 'fine');
  const after = async (...errors: readonly unknown[]) => {
    const pool = poolOf([one]);
    await pool.status({ profiles: ['a'] });
    for (const error of errors) pool.report({ connection: one, profile: 'a', error });
    const [status] = await pool.status({ profiles: ['a'] });
    return [status?.health, status?.last_error?.code];
  };

  test.each([
    ['a broken connection as down', new LineclearError('unreachable', 'x'), ['down', 'unreachable']],
    ['refused credentials as down', new LineclearError('unauthenticated', 'x'), ['down', 'unauthenticated']],
    [
      'a failure of one call as an error of something that may be up',
      new LineclearError('upstream_error', 'x'),
      ['up', 'upstream_error'],
    ],
    ["a caller's mistake as nothing", new LineclearError('not_found', 'x'), ['up', undefined]],
    ['a defect as nothing', new Error('x'), ['up', undefined]],
  ])('counts %s', async (_title, error, expected) => {
    expect(await after(error)).toEqual(expected);
  });

  test('takes a success for the end of an outage', async () => {
    expect(await after(new LineclearError('unreachable', 'x'), undefined)).toEqual(['up', undefined]);
  });

  test('does not replace the first probe', async () => {
    const pool = poolOf([one]);
    pool.report({ connection: one, profile: 'a' });
    expect(await pool.status({ profiles: ['a'] })).toMatchObject([{ health: 'up', answer: 'fine' }]);
  });
});
