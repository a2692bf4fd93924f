import { redisBinary, skipWithout, type StartedPlugin } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultOf, sender, startTools } from './change-rig.ts';
import type { Proxy } from './proxy.ts';
import { startProxy } from './proxy.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

// Commands to workers stand on the wire in base64.
const revokeSent = new RegExp(Buffer.from('{"method":"revoke"').toString('base64'));

describe.skipIf(isMissing)('a connection that is cut while it cancels', () => {
  let rig: RedisRig;
  let proxy: Proxy;
  let started: StartedPlugin;
  let tasks: ReturnType<typeof sender>;

  beforeEach(async () => {
    rig = await startRedisRig();
    proxy = await startProxy(Number(new URL(rig.url).port));
    tasks = sender(rig.broker());
    started = await startTools({ settings: { broker: `redis://127.0.0.1:${proxy.port}/0` } });
  });
  afterEach(async () => {
    await started.close();
    await proxy.close();
    await rig.close();
  });

  const cutOnce = ({ at, fate }: { at: RegExp; fate: 'cut-after' | 'cut-before' }) => {
    proxy.decide = (sent) => {
      if (!at.test(sent)) return 'pass';
      proxy.decide = () => 'pass';
      return fate;
    };
  };
  const remember = (task_id: string) =>
    started.confirmTool('remember_task', { task_id, task_name: 'tasks.add', queue: 'celery', principal: 'tester' });

  test('finds out that the task was removed, and remembers it', async () => {
    const task_id = await tasks.send({});
    await remember(task_id);
    const { ticket } = await started.previewTool('cancel_task', { task_id });
    cutOnce({ at: /LREM/, fate: 'cut-after' });
    const outcome = await started.callTool('cancel_task', { task_id, confirm: true, ticket: ticket ?? null });
    expect(JSON.stringify(outcome)).toContain('Its own answer was lost');
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
    expect(await rig.link.send(['LLEN', 'celery'])).toBe(0);
    await expect(started.callTool('cancel_task', { task_id })).rejects.toMatchObject({ details: { status: 'revoked' } });
  });

  test('finds out that the task still waits', async () => {
    const task_id = await tasks.send({});
    await remember(task_id);
    const { ticket } = await started.previewTool('cancel_task', { task_id });
    cutOnce({ at: /LREM/, fate: 'cut-before' });
    await expect(started.callTool('cancel_task', { task_id, confirm: true, ticket: ticket ?? null })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('did not happen'),
      details: { status: 'failed' },
    });
    expect(await rig.link.send(['LLEN', 'celery'])).toBe(1);
    expect(resultOf((await started.confirmTool('cancel_task', { task_id })).outcome)).toMatchObject({ outcome: 'cancelled' });
  });

  test('finds out that a worker took note', async () => {
    await rig.worker({ concurrency: 1, hostname: 'w1' });
    const task_id = await tasks.send({ etaMs: Date.now() + 600_000 });
    await tasks.untilScheduled(task_id);
    const { ticket } = await started.previewTool('cancel_task', { task_id });
    cutOnce({ at: revokeSent, fate: 'cut-after' });
    const outcome = await started.callTool('cancel_task', { task_id, confirm: true, ticket: ticket ?? null });
    expect(JSON.stringify(outcome)).toContain('Its own answer was lost');
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  });

  test('finds out that a task was ended', async () => {
    await rig.worker({ concurrency: 1, hostname: 'w1' });
    const task_id = await tasks.send({ taskName: 'tasks.sleep', args: [600] });
    await tasks.untilRunning(task_id);
    const args = { task_id, signal: 'SIGKILL' };
    const { ticket } = await started.previewTool('cancel_task', args);
    cutOnce({ at: revokeSent, fate: 'cut-after' });
    const outcome = await started.callTool('cancel_task', { ...args, confirm: true, ticket: ticket ?? null });
    expect(JSON.stringify(outcome)).toContain('Its own answer was lost');
    expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked' });
  });
});
