import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { expect, onTestFinished, test } from 'vitest';
import { resultOf, sender, startTools } from './change-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

test.skipIf(isMissing)('a task that was taken out of its queue is revoked, whether or not workers answer', async () => {
  const rig = await startRedisRig();
  onTestFinished(() => rig.close());
  const worker = await rig.worker({ concurrency: 1, hostname: 'w1' });
  const host = await startTools({ settings: { broker: rig.url, answer_timeout_ms: 500 } });
  onTestFinished(() => host.close());
  const task_id = await sender(rig.broker()).send({ queue: 'parked' });
  await host.confirmTool('remember_task', { task_id, task_name: 'tasks.add', queue: 'parked', principal: 'tester' });
  worker.suspend();
  const { outcome } = await host.confirmTool('cancel_task', { task_id });
  expect(resultOf(outcome)).toMatchObject({ outcome: 'cancelled', status: 'revoked', workers: { silent: ['celery@w1'] } });
  expect(outcome).toMatchObject({ effect: { state: 'revoked' } });
  expect(await host.callTool('get_task_status', { task_id })).toMatchObject({
    state: 'revoked',
    reason: expect.stringContaining('taken out of its queue'),
    workers: { known: 1, answered: 0 },
  });
  worker.resume();
});
