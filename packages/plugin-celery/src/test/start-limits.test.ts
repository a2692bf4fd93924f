import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout, testClock } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { startStarting } from './start-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const parked = { task_type: 'tasks.add', params: { x: 1, y: 2 }, queue: 'parked', allow_unconsumed: true };
const add = { task_type: 'tasks.add', params: { x: 1, y: 2 } };

describe.skipIf(isMissing)('limits of one caller', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({ hostname: 'w1' });
  });
  afterAll(() => rig.close());

  const open = (limits: JsonObject, more: object = {}) => startStarting({ settings: { broker: rig.url, limits }, ...more });

  test('so many in a minute, and again when the minute is over', async () => {
    const clock = testClock();
    const { start, callTool } = await open({ per_minute: 2 }, { clock });
    const begunMs = performance.now();
    await start(parked);
    clock.advance(20_000);
    await start(parked);
    const error = await callTool('start_background_task', parked).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'rate_limited',
      retryAfterS: expect.any(Number),
      details: { reason: 'per_minute', started: 2, limit: 2 },
    });
    const { retryAfterS } = z.object({ retryAfterS: z.int() }).parse(error);
    expect(retryAfterS).toBeLessThanOrEqual(40);
    // What the calls themselves took has passed as well.
    expect(retryAfterS).toBeGreaterThanOrEqual(40 - Math.ceil((performance.now() - begunMs) / 1_000));
    clock.advance(40_000);
    expect(await start(parked)).toMatchObject({ already_started: false });
  });

  test('a clock that was put back keeps nobody waiting', async () => {
    const clock = testClock();
    const { start } = await open({ per_minute: 1 }, { clock });
    await start(parked);
    clock.advance(-3_600_000);
    expect(await start(parked)).toMatchObject({ already_started: false });
  });

  test('so many under way, until one has ended', async () => {
    const { start, callTool, ledger } = await open({ in_flight: 2 });
    const first = await start(add);
    const second = await start(add);
    const results = rig.results();
    for (const { task_id: taskId } of [first, second]) await results.wait({ taskId: String(taskId), timeoutMs: 20_000 });
    await start(parked);
    // Those that ended were looked up once, and are not asked about again.
    expect((await ledger.openOf({ principal: 'tester', limit: 10 })).map(({ entry }) => entry.queue)).toEqual(['parked']);
    await start(parked);
    await expect(callTool('start_background_task', parked)).rejects.toMatchObject({
      code: 'rate_limited',
      details: { reason: 'in_flight', in_flight: 2, limit: 2 },
    });
    const { callTool: callAsOther } = await open({ in_flight: 2 }, { principal: 'another' });
    await expect(callAsOther('start_background_task', parked)).resolves.toMatchObject({ status: 'preview' });
  });

  test('tasks that left no record and are nowhere do not count', async () => {
    const clock = { time: Date.now(), now: () => clock.time };
    const { start, callTool } = await open({ in_flight: 1 }, { clock });
    await start(parked);
    await expect(callTool('start_background_task', add)).rejects.toMatchObject({ details: { reason: 'in_flight' } });
    await rig.link.send(['DEL', 'parked']);
    // It may be on its way for a moment.
    await expect(callTool('start_background_task', add)).rejects.toMatchObject({ details: { reason: 'in_flight' } });
    clock.time = Date.now() + 6_000;
    expect(await start(add)).toMatchObject({ status: 'queued' });
  });

  test('a chain that waits for its first step counts as a whole', async () => {
    const clock = testClock();
    const { chain, callTool } = await open({ in_flight: 3 }, { clock });
    await rig.link.send(['DEL', 'parked']);
    const args = { task_type: 'tasks.add', params: { x: 1, y: 1 }, queue: 'parked' };
    await chain({ steps: [args, args], allow_unconsumed: true });
    clock.advance(10_000);
    const group = { mode: 'group', steps: [args, args], allow_unconsumed: true };
    await expect(callTool('chain_tasks', group)).rejects.toMatchObject({ details: { reason: 'in_flight', in_flight: 2 } });
    await rig.link.send(['DEL', 'parked']);
    await vi.waitFor(async () => expect(await callTool('chain_tasks', group)).toMatchObject({ status: 'preview' }), {
      timeout: 30_000,
    });
  });

  test('params that are too long are refused', async () => {
    const { callTool } = await open({ argument_bytes: 256 });
    const long = { task_type: 'tasks.echo', params: { text: 'x'.repeat(300) } };
    await expect(callTool('start_background_task', long)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'arguments_too_large', limit: 256 },
    });
  });
});
