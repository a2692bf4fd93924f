import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listActiveTasks } from '../tools/list-active-tasks.ts';
import { closedGate } from './closed-gate.ts';
import { startReading } from './list-rig.ts';
import type { RedisRig } from './redis-rig.ts';
import { message, startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);

describe.skipIf(isMissing)('list_active_tasks while tasks move', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({ pool: 'threads', hostname: 'busy', concurrency: 2, queues: ['celery'] });
  });
  afterAll(() => rig.close());

  test('no task is listed twice, and none that is still to run is missing oftener than it moves', async () => {
    const broker = rig.broker();
    const ids = Array.from({ length: 120 }, () => randomUUID());
    const { path, open: openGate } = closedGate();
    // The first two keep the others where they are until all of them are seen there.
    for (const [index, taskId] of ids.entries()) {
      const order = index < 2 ? { taskName: 'tasks.until', args: [path] } : { taskName: 'tasks.sleep', args: [0.01] };
      await broker.publish({ message: message({ taskId, ...order }), queue: 'celery' });
    }
    const { read } = await startReading({ tool: listActiveTasks, settings: { broker: rig.url, answer_timeout_ms: 20_000 } });
    const results = rig.results();
    const kinds = async () => [...new Set((await read({ limit: 200 })).tasks.map(({ state }) => state))];
    await expect.poll(kinds).toEqual(['running', 'reserved', 'queued']);
    openGate();
    let missed = new Map<string, number>();
    for (let open = ids.length; open > 0;) {
      const { tasks } = await read({ limit: 200 });
      const listed = tasks.map(({ task_id: id }) => id);
      expect(new Set(listed).size).toBe(listed.length);
      // Whatever has no end yet after the listing was unfinished during it.
      const records = await results.readMany({ taskIds: ids });
      const unfinished = ids.filter((_, index) => records[index]?.kind === 'absent');
      const missing = unfinished.filter((id) => !listed.includes(id));
      // A look may miss a task that is just moving, from the broker to the worker, to its pool, or to its end; it cannot move again after that.
      missed = new Map(missing.map((id) => [id, (missed.get(id) ?? 0) + 1]));
      expect([...missed].filter(([, looks]) => looks > 3)).toEqual([]);
      open = unfinished.length;
    }
  });
});
