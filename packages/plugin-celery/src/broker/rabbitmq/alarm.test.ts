import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { skips, task, useOwnRabbitmq } from './test/rig.ts';

const run = promisify(execFile);

describe.skipIf(skips)('a RabbitMQ that is out of memory', () => {
  const rig = useOwnRabbitmq();
  /** Sets the share of the memory above which the broker takes no more messages. */
  const setLimit = async (share: string): Promise<void> => {
    const server = rig.server();
    const node = /test(\d+)@localhost/.exec(server.log());
    const env = { ...process.env, HOME: server.folder, ERL_EPMD_PORT: node?.[1] ?? '' };
    await run('/usr/lib/rabbitmq/bin/rabbitmqctl', ['-n', node?.[0] ?? '', 'set_vm_memory_high_watermark', share], { env });
  };

  it('is told apart from one that is away, still shows its queues, and takes tasks again later', async () => {
    const broker = rig.broker({ session: rig.session({ answerTimeoutMs: 5_000 }) });
    const queue = await rig.queue();
    await broker.publish({ message: task({ taskId: 'before' }), queue });
    await setLimit('0.000001');
    // The broker says that it blocks a connection only once something was published on it.
    await expect(broker.publish({ message: task({ taskId: 'during' }), queue })).rejects.toMatchObject({ effect: 'unknown' });
    const blocked = { code: 'upstream_error', effect: 'none', details: { reason: 'blocked' } };
    await expect(broker.publish({ message: task({ taskId: 'refused' }), queue })).rejects.toMatchObject(blocked);
    expect(await broker.queue({ name: queue })).toMatchObject({ ready: 1 });
    await setLimit('0.9');
    await expect.poll(() => broker.publish({ message: task({ taskId: 'after' }), queue }).catch(() => 'refused')).toBeUndefined();
    const { found } = await broker.find({ queue, taskIds: ['before', 'refused', 'after'] });
    expect([...found.keys()]).toEqual(['before', 'after']);
  });
});
