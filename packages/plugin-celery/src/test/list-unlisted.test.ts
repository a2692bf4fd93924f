import { describe, expect, test } from 'vitest';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { listActiveTasks } from '../tools/list-active-tasks.ts';
import { startReading } from './list-rig.ts';

describe.skipIf(skips)('a listing without the management API', () => {
  const rig = useRabbitmq();

  test('a queue that nobody lists is looked at once it is named, and where the caller sent tasks', async () => {
    const queue = await rig.queue({ name: 'unlisted' });
    await rig.broker().publish({ message: task({ taskId: 'from elsewhere' }), queue });
    const { read, remember } = await startReading({ tool: listActiveTasks, settings: { broker: rig.server().url } });
    expect(await read()).toMatchObject({ total_active: 0, complete: false });
    expect(await read({ queue })).toMatchObject({
      total_active: 1,
      tasks: [{ task_id: 'from elsewhere', queue }],
      complete: true,
    });
    await rig.broker().publish({ message: task({ taskId: 'own' }), queue });
    await remember({ task_id: 'own', queue });
    expect(await read({ mine: true })).toMatchObject({ total_active: 1, tasks: [{ task_id: 'own', queue }] });
    const absent = await read({ queue: 'missing' });
    expect(absent).toMatchObject({ total_active: 0, tasks: [] });
    expect(absent.notes).toContain('Neither broker nor workers know a queue "missing".');
  });
});
