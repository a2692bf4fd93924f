import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startCuttingProxy } from '../broker/rabbitmq/test/cutting-proxy.ts';
import { skips, task, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { closedGate } from '../test/closed-gate.ts';
import type { TaskResult } from './results.ts';
import type { RpcResultsOptions } from './rpc-results.ts';
import { rpcResults } from './rpc-results.ts';

describe.skipIf(skips)('results that come back over RabbitMQ', () => {
  const rig = useRabbitmq();
  const results = (options: Partial<RpcResultsOptions> = {}) =>
    rig.ends(rpcResults({ session: rig.session(), queue: `lineclear-${randomUUID()}`, ...options }), (opened) => opened.close());
  /** Sends a task whose states come to these results. */
  const send = async (to: ReturnType<typeof results>, order: Parameters<typeof task>[0] = {}): Promise<string> => {
    const replyTo = await to.replyTo();
    if (replyTo === undefined) throw new Error('The rpc backend has a queue of its own.');
    const message = task({ replyTo, ...order });
    await rig.broker().publish({ message, queue: 'celery' });
    return message.headers.id;
  };

  it('reads what a worker returned', async () => {
    await rig.worker({ backend: 'rpc://' });
    const port = results({ now: () => 1_800_000_000_000 });
    const taskId = await send(port, { args: [20, 22] });
    const end = { status: 'SUCCESS', isFinal: true, value: 42, doneAtMs: 1_800_000_000_000 };
    expect(await port.wait({ taskId, timeoutMs: 20_000 })).toMatchObject(end);
    expect(await port.read({ taskId })).toMatchObject({ taskId, status: 'SUCCESS' });
    expect(await port.readMany({ taskIds: ['unknown', taskId] })).toMatchObject([{ kind: 'absent' }, { kind: 'found' }]);
  });

  it('reports progress on the way and why a task failed', async () => {
    await rig.worker({ backend: 'rpc://' });
    const port = results();
    const seen: TaskResult[] = [];
    await port.replyTo();
    const taskId = randomUUID();
    const waiting = port.wait({ taskId, timeoutMs: 20_000, onChange: (result) => seen.push(result) });
    await send(port, { taskId, taskName: 'tasks.progress', args: [3, 0.05] });
    const end = await waiting;
    expect(end).toMatchObject({ status: 'SUCCESS', value: { steps: 3 } });
    expect(seen.map(({ status }) => status)).toContain('PROGRESS');
    const failing = await send(port, { taskName: 'tasks.fail', args: ['no luck'] });
    expect(await port.wait({ taskId: failing, timeoutMs: 20_000 })).toMatchObject({
      status: 'FAILURE',
      error: { type: 'ValueError', message: 'no luck' },
      traceback: expect.stringContaining('go_wrong'),
    });
  });

  it('yields what it has when the time is over', async () => {
    await rig.worker({ backend: 'rpc://' });
    const port = results();
    const taskId = await send(port, { taskName: 'tasks.started_sleep', args: [600] });
    await expect.poll(() => port.read({ taskId })).toMatchObject({ status: 'STARTED' });
    expect(await port.wait({ taskId, timeoutMs: 50 })).toMatchObject({ status: 'STARTED', isFinal: false });
    expect(await port.wait({ taskId: 'never sent', timeoutMs: 50 })).toBeUndefined();
  });

  it('reads after a restart, under the same name, what nobody had read', async () => {
    await rig.worker({ backend: 'rpc://' });
    const queue = `lineclear-${randomUUID()}`;
    const before = results({ queue });
    const { path, open } = closedGate();
    const taskId = await send(before, { taskName: 'tasks.until', args: [path] });
    await before.close();
    open();
    await expect.poll(() => rig.broker().queue({ name: queue })).toMatchObject({ ready: 1 });
    expect(await results({ queue }).read({ taskId })).toMatchObject({ status: 'SUCCESS', value: 'opened' });
  });

  it('reads what came while the connection was broken', async () => {
    const worker = await rig.worker({ backend: 'rpc://' });
    const proxy = rig.ends(await startCuttingProxy(rig.server().port), (opened) => opened.close());
    const url = Object.assign(new URL(rig.server().url), { port: `${proxy.port}` }).href;
    const port = results({ session: rig.session({ url }) });
    const { path, open } = closedGate();
    const taskId = await send(port, { taskName: 'tasks.started_until', args: [path] });
    const waiting = port.wait({ taskId, timeoutMs: 20_000 });
    await worker.line(/tasks\.started_until\[.*received/);
    proxy.cut();
    open();
    expect(await waiting).toMatchObject({ status: 'SUCCESS', value: 'opened' });
  });

  it('reads a result of five megabytes', async () => {
    await rig.worker({ backend: 'rpc://' });
    const port = results();
    const taskId = await send(port, { taskName: 'tasks.big_result', args: [] });
    const result = await port.wait({ taskId, timeoutMs: 20_000 });
    expect(result?.status).toBe('SUCCESS');
    expect(result?.bytes).toBeGreaterThan(5 * 1024 * 1024);
  });

  it('forgets the oldest when there are too many', async () => {
    await rig.worker({ backend: 'rpc://' });
    const port = results({ maxRecords: 2 });
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const taskId = await send(port);
      await port.wait({ taskId, timeoutMs: 20_000 });
      ids.push(taskId);
    }
    expect((await port.readMany({ taskIds: ids })).map(({ kind }) => kind)).toEqual(['absent', 'found', 'found']);
  });

  it('yields the first end where another one follows at once', async () => {
    const port = results();
    const replyTo = await port.replyTo();
    const waiting = port.wait({ taskId: 'twice', timeoutMs: 600_000 });
    await rig.session().use({}, async (channel) => {
      for (const status of ['FAILURE', 'REVOKED']) {
        const record = JSON.stringify({ task_id: 'twice', status, result: null, traceback: null, children: [] });
        await channel.basicPublish({ routingKey: replyTo ?? '', correlationId: 'twice' }, Buffer.from(record));
      }
    });
    expect(await waiting).toMatchObject({ status: 'FAILURE' });
    await expect.poll(() => port.read({ taskId: 'twice' })).toMatchObject({ status: 'REVOKED' });
  });

  it('says that a record cannot be read', async () => {
    const port = results();
    const replyTo = await port.replyTo();
    await rig
      .session()
      .use({}, (channel) =>
        channel.basicPublish({ routingKey: replyTo ?? '', correlationId: 'broken' }, Buffer.from('\u0080\u0004pickle')),
      );
    await expect.poll(() => port.readMany({ taskIds: ['broken'] })).toMatchObject([{ kind: 'malformed' }]);
    const malformed = { code: 'upstream_error', details: { reason: 'malformed_result' } };
    await expect(port.read({ taskId: 'broken' })).rejects.toMatchObject(malformed);
    await expect(port.wait({ taskId: 'broken', timeoutMs: 600_000 })).rejects.toMatchObject(malformed);
  });

  it('refuses what the backend cannot do, and a second reader of its queue', async () => {
    const queue = `lineclear-${randomUUID()}`;
    await results({ queue }).replyTo();
    await expect(results({ queue }).replyTo()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(results().prepareChord({ groupId: 'g', size: 2 })).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('ends a wait for a caller that leaves', async () => {
    const port = results();
    await port.replyTo();
    const leaving = new AbortController();
    const waiting = port.wait({ taskId: 'any', timeoutMs: 600_000, signal: leaving.signal });
    leaving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});
