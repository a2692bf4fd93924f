import type { JsonObject } from '@lineclear/core/plugin';
import type { StartOptions } from '@lineclear/testing';
import { redisBinary, skipWithout, testClock } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseRedisUrl } from '../redis/address.ts';
import { keyedTaskId } from '../start/start-identity.ts';
import type { Fate, Proxy } from './proxy.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { startStarting, taskIdOf } from './start-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const parked = { task_type: 'tasks.add', params: { x: 1, y: 2 }, queue: 'parked', allow_unconsumed: true };

describe.skipIf(isMissing)('a connection that is cut while a task is published', () => {
  let rig: RedisRig;
  let proxy: Proxy;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({ hostname: 'w1' });
  });
  afterAll(() => rig.close());
  beforeEach(async () => {
    await rig.link.send(['DEL', 'parked']);
    proxy = await startProxy(parseRedisUrl(rig.url).port);
    onTestFinished(() => proxy.close());
  });

  const open = (settings: JsonObject = {}, more: Pick<StartOptions, 'clock' | 'limits'> = {}) =>
    startStarting({ settings: { broker: `redis://127.0.0.1:${proxy.port}/0`, ...settings }, ...more });
  const previewed = async (args = parked, settings: JsonObject = {}) => {
    const started = await open(settings);
    const { ticket } = await started.previewTool('start_background_task', args);
    return { ...started, confirmed: { ...args, confirm: true, ticket: ticket ?? null } };
  };
  /** Cuts `times` publishes, and lets everything else pass. */
  const cut = ({ fate, times = 1 }: { fate: Fate; times?: number }) => {
    let left = times;
    proxy.decide = (sent) => {
      if (!sent.includes('LPUSH') || left === 0) return 'pass';
      left -= 1;
      return fate;
    };
  };
  const waiting = async () => (await rig.broker().peek({ queue: 'parked', offset: 0, limit: 10 })).items;

  test('is executed when the broker has it', async () => {
    const { callTool, confirmed, ledger } = await previewed();
    cut({ fate: 'cut-after' });
    const outcome = await callTool('start_background_task', confirmed);
    expect(outcome).toMatchObject({ status: 'executed', result: { already_started: false } });
    expect((await waiting()).map(({ task }) => task?.taskId)).toEqual([taskIdOf(outcome)]);
    expect(await ledger.get(taskIdOf(outcome))).toMatchObject({ state: 'sent' });
  });

  test('has failed when it is nowhere, and the same key starts it then', async () => {
    const keyed = { ...parked, idempotency_key: 'cut' };
    const { callTool, confirmed, start, ledger, composition } = await previewed(keyed);
    cut({ fate: 'cut-before' });
    await expect(callTool('start_background_task', confirmed)).rejects.toMatchObject({ code: 'unreachable' });
    expect(await waiting()).toEqual([]);
    const taskId = keyedTaskId({ key: 'cut', profile: { name: 'test' }, principal: { id: 'tester' } });
    expect(await ledger.get(taskId)).toMatchObject({ state: 'not_sent' });
    // Another process once took the second attempt, and died before it said so.
    await composition.store.createState('celery/test', `attempt/${taskId}/2`, 0);
    expect(await start(keyed)).toMatchObject({ already_started: false });
    expect(await start(keyed)).toMatchObject({ already_started: true });
    expect(await waiting()).toHaveLength(1);
  });

  test('stays unknown while nobody can be asked, and is known afterwards', async () => {
    const { answer, confirmed } = await previewed();
    const port = proxy.target;
    proxy.decide = (sent) => {
      if (!sent.includes('LPUSH')) return 'pass';
      proxy.target = undefined;
      return 'cut-after';
    };
    expect(await answer('start_background_task', confirmed)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(await waiting()).toHaveLength(1);
    proxy.cut();
    proxy.target = port;
    proxy.decide = () => 'pass';
    const after = await answer('start_background_task', confirmed);
    expect(after).toMatchObject({ kind: 'value', value: { status: 'executed' } });
    expect(await waiting()).toHaveLength(1);
  });

  test('a silent worker leaves it unknown: it may be there', async () => {
    const frozen = await rig.worker({ hostname: 'frozen', queues: ['elsewhere'] });
    onTestFinished(() => frozen.stop());
    frozen.suspend();
    const keyed = { ...parked, idempotency_key: 'silent' };
    const { answer, confirmed, callTool } = await previewed(keyed, { answer_timeout_ms: 2_000 });
    cut({ fate: 'cut-before' });
    expect(await answer('start_background_task', confirmed)).toMatchObject({ error: { code: 'unknown_outcome' } });
    // The same key does not send it while that may be so.
    await expect(callTool('start_background_task', confirmed)).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(await waiting()).toEqual([]);
    frozen.resume();
    await vi.waitFor(
      async () => expect(await answer('start_background_task', confirmed)).toMatchObject({ error: { code: 'unreachable' } }),
      { timeout: 30_000 },
    );
    expect(await waiting()).toEqual([]);
  });

  test('a broker that does not answer may take it any time, so it is never sent again', async () => {
    const clock = testClock();
    const { previewTool, answer, callTool } = await open({}, { clock, limits: { executeMs: 5_000 } });
    const keyed = { ...parked, idempotency_key: 'late' };
    const confirm = async () => {
      const { ticket } = await previewTool('start_background_task', keyed);
      return { ...keyed, confirm: true, ticket: ticket ?? null };
    };
    const first = await confirm();
    cut({ fate: 'hold' });
    expect(await answer('start_background_task', first)).toMatchObject({ error: { code: 'unknown_outcome' } });
    clock.advance(31_000);
    await expect(callTool('start_background_task', await confirm())).rejects.toMatchObject({ code: 'unknown_outcome' });
    expect(await waiting()).toEqual([]);
  });

  test('a group whose second message is cut says what was sent', async () => {
    const { confirmTool, callTool, previewTool } = await open();
    const step = { task_type: 'tasks.add', params: { x: 1, y: 1 }, queue: 'parked' };
    const args = { mode: 'group', steps: [step, step, step], allow_unconsumed: true };
    const { ticket } = await previewTool('chain_tasks', args);
    let published = 0;
    proxy.decide = (sent) => {
      if (!sent.includes('LPUSH')) return 'pass';
      published += 1;
      return published === 2 ? 'cut-before' : 'pass';
    };
    await expect(callTool('chain_tasks', { ...args, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      details: {
        steps_done: [expect.stringMatching(/^sent 1 of 3: /)],
        cause: { sent: [expect.any(String)], not_sent: [expect.any(String), expect.any(String)] },
      },
    });
    expect(await waiting()).toHaveLength(1);
    proxy.decide = () => 'pass';
    await confirmTool('chain_tasks', args);
    expect(await waiting()).toHaveLength(4);
  });
});
