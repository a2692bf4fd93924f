import { describe, expect, it } from 'vitest';
import { skips, task, useRabbitmq } from './test/rig.ts';

// Longer than any test may take: what ends in time did not wait for it.
const forEver = 600_000;

describe.skipIf(skips)('remote control over RabbitMQ', () => {
  const rig = useRabbitmq();

  it('knows at once that there is no worker, before and after there was one', async () => {
    const broker = rig.broker();
    const ping = { command: { method: 'ping', arguments: {} }, timeoutMs: forEver } as const;
    const nobody = { replies: [], known: 0, silent: [] };
    expect(await broker.inspect(ping)).toEqual(nobody);
    const worker = await rig.worker();
    expect(await broker.inspect({ ...ping, liveWorkers: [worker.name] })).toMatchObject({ known: 1 });
    worker.kill('SIGKILL');
    // Its queue goes when the broker notices the closed connection.
    await expect.poll(() => broker.inspect({ ...ping, timeoutMs: 100, liveWorkers: [worker.name] })).toEqual(nobody);
    expect(await broker.inspect(ping)).toEqual(nobody);
  });

  it('ends with the last answer when it knows who is connected', async () => {
    const workers = await Promise.all([rig.worker(), rig.worker({ queues: ['reports'] })]);
    const names = workers.map(({ name }) => name).toSorted();
    const ask = { command: { method: 'active_queues', arguments: {} }, timeoutMs: forEver } as const;
    const fromHeartbeats = await rig.broker().inspect({ ...ask, liveWorkers: [...names, 'celery@dead'] });
    expect(fromHeartbeats).toMatchObject({ known: 2, silent: [] });
    expect(fromHeartbeats.replies.map(({ worker }) => worker)).toEqual(names);
    const fromManagement = await rig.broker({ management: rig.management() }).inspect(ask);
    expect(fromManagement.replies.map(({ worker }) => worker)).toEqual(names);
    const addressed = await rig.broker().inspect({ ...ask, command: { ...ask.command, destination: [names[0] ?? ''] } });
    expect(addressed).toMatchObject({ known: 1, silent: [] });
    expect(addressed.replies.map(({ worker }) => worker)).toEqual([names[0]]);
  });

  it('takes the whole time where nobody knows who is connected', async () => {
    const worker = await rig.worker();
    const { replies, known } = await rig.broker().inspect({ command: { method: 'ping', arguments: {} }, timeoutMs: 5_000 });
    expect({ replies, known }).toEqual({ replies: [{ worker: worker.name, reply: { ok: 'pong' } }], known: 1 });
  });

  it('names a connected worker that keeps silent', async () => {
    const [awake, frozen] = await Promise.all([rig.worker(), rig.worker()]);
    frozen.suspend();
    const answers = await rig.broker().inspect({
      command: { method: 'ping', arguments: {} },
      timeoutMs: 5_000,
      liveWorkers: [awake.name, frozen.name],
    });
    frozen.resume();
    expect(answers.replies.map(({ worker }) => worker)).toEqual([awake.name]);
    expect(answers).toMatchObject({ known: 2, silent: [frozen.name] });
  });

  it('knows that two workers share a name, of which one answers', async () => {
    const twins = [await rig.worker({ hostname: 'twin' }), await rig.worker({ hostname: 'twin' })];
    const ping = { command: { method: 'ping', arguments: {} } as const, timeoutMs: 5_000 };
    const broker = rig.broker();
    for (const order of [ping, { ...ping, liveWorkers: twins.map(({ name }) => name) }]) {
      const answers = await broker.inspect(order);
      expect(answers).toMatchObject({ known: 2, replies: [{ worker: 'celery@twin' }], silent: [] });
    }
  });

  it('counts a worker whose command queue is closed to others', async () => {
    const exchange = 'celery.pidbox';
    const channel = await rig.session().channel();
    await channel.exchangeDeclare({ exchange, type: 'fanout', durable: false });
    await channel.queueDeclare({ queue: `celery@closed.${exchange}`, exclusive: true });
    await channel.queueBind({ queue: `celery@closed.${exchange}`, exchange });
    const command = { method: 'ping', arguments: {} } as const;
    const answers = await rig.broker().inspect({ command, timeoutMs: 100, liveWorkers: ['celery@closed', 'celery@gone'] });
    expect(answers).toEqual({ replies: [], known: 1, silent: ['celery@closed'] });
  });

  it('answers several questions at a time, each with its own answers', async () => {
    const worker = await rig.worker();
    const broker = rig.broker();
    const [pong, registered] = await Promise.all(
      (['ping', 'registered'] as const).map((method) =>
        broker.inspect({ command: { method, arguments: {} }, timeoutMs: forEver, liveWorkers: [worker.name] }),
      ),
    );
    expect(pong?.replies[0]?.reply).toEqual({ ok: 'pong' });
    expect(registered?.replies[0]?.reply).toEqual(expect.arrayContaining(['tasks.add']));
  });

  it('revokes a running task', async () => {
    const worker = await rig.worker({ pool: 'prefork', concurrency: 1 });
    const broker = rig.broker();
    const message = task({ taskName: 'tasks.sleep', args: [forEver] });
    await broker.publish({ message, queue: 'celery' });
    await worker.line(/tasks\.sleep\[.*received/);
    const where = { command: { method: 'query_task', arguments: { ids: [message.headers.id] } }, timeoutMs: forEver } as const;
    const liveWorkers = [worker.name];
    await expect
      .poll(async () => (await broker.inspect({ ...where, liveWorkers })).replies[0]?.reply)
      .toMatchObject({ [message.headers.id]: ['active', { name: 'tasks.sleep' }] });
    const revoke = { method: 'revoke', arguments: { task_id: message.headers.id, terminate: true, signal: 'SIGTERM' } } as const;
    const { replies } = await broker.control({ command: revoke, timeoutMs: forEver, liveWorkers });
    expect(replies).toEqual([{ worker: worker.name, reply: { ok: expect.stringContaining(message.headers.id) } }]);
    await worker.line(/Terminating/);
    await expect
      .poll(
        async () =>
          (await broker.inspect({ command: { method: 'active', arguments: {} }, timeoutMs: forEver, liveWorkers })).replies,
      )
      .toEqual([{ worker: worker.name, reply: [] }]);
  });

  it('passes on a refusal of the worker', async () => {
    const worker = await rig.worker();
    const command = { method: 'rate_limit', arguments: { task_name: 'no.such.task', rate_limit: '1/m' } } as const;
    const { replies } = await rig.broker().control({ command, timeoutMs: forEver, liveWorkers: [worker.name] });
    expect(replies[0]?.reply).toHaveProperty('error');
  });

  it('ends for a caller that leaves', async () => {
    await rig.worker();
    const leaving = new AbortController();
    const asking = rig
      .broker()
      .inspect({ command: { method: 'ping', arguments: {} }, timeoutMs: forEver, signal: leaving.signal });
    leaving.abort();
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' });
  });
});
