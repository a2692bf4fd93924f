import { postgresBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatabaseRig, startRig, startTools } from '../test/database-rig.ts';
import { activityTools } from './tools.ts';

const shop = { database: 'shop' };

describe.skipIf(skipWithout(postgresBinary))('sessions', () => {
  let rig: DatabaseRig;
  beforeAll(async () => {
    rig = await startRig();
  });
  afterAll(() => rig?.close());

  const start = () => startTools({ rig, tools: activityTools });
  type Started = Awaited<ReturnType<typeof start>>;

  /** A session in a transaction, as the tool shows it. */
  const busy = async ({ shop: own, callTool }: Started, user?: string) => {
    const session = await own.session(user);
    await session.query('BEGIN; UPDATE customers SET name = name WHERE id = 1');
    const { sessions } = await callTool('db_activity', { ...shop, state: 'in_transaction' });
    const [{ pid, backend_start }] = Object(sessions);
    return { session, target: { ...shop, pid: Number(pid), backend_start: String(backend_start) } };
  };
  /** Another session that waits for the row of the first. */
  const waiter = async ({ shop: own, callTool }: Started) => {
    const session = await own.session();
    const waiting = session.query('UPDATE customers SET name = name WHERE id = 1').catch((error: unknown) => error);
    await expect.poll(async () => Object(await callTool('db_locks', shop))['waiting']).toHaveLength(1);
    return { session, waiting };
  };

  it('are shown with the oldest transaction first, and counted', async () => {
    const started = await start();
    await busy(started);
    const idle = await started.shop.session();
    await idle.query("SELECT 'sesame'");
    expect(await started.callTool('db_activity', shop)).toMatchObject({
      by_state: expect.arrayContaining([{ state: 'idle in transaction', sessions: 1 }]),
      sessions: [
        { state: 'idle in transaction', query: expect.stringMatching(/WHERE id = \?$/) },
        { state: 'idle', query: 'SELECT ?' },
      ],
    });
    expect(await started.callTool('db_activity', { ...shop, limit: 1 })).toMatchObject({ left_out: 1 });
    expect(await started.callTool('db_connections', shop)).toMatchObject({
      most: 50,
      groups: expect.arrayContaining([
        expect.objectContaining({ database: started.shop.name, user: 'lineclear_writer', connections: 1 }),
      ]),
    });
  });

  it('that wait are shown with who holds them up', async () => {
    const started = await start();
    const { target } = await busy(started);
    await waiter(started);
    expect(await started.callTool('db_locks', shop)).toMatchObject({
      roots: [{ pid: target.pid, blocks: 1, state: 'idle in transaction' }],
      waiting: [{ blocked_by: [target.pid], lock: expect.stringContaining('ShareLock on transactionid') }],
    });
  });

  it('end when they are terminated, and those that waited go on', async () => {
    const started = await start();
    const { session, target } = await busy(started);
    const { waiting } = await waiter(started);
    const { preview, outcome } = await started.confirmTool('db_terminate', { ...target, action: 'terminate' });
    expect(preview).toMatchObject({ before: { pid: target.pid, query: expect.stringContaining('UPDATE customers') } });
    expect(outcome).toMatchObject({ result: { was_signalled: true } });
    expect(await waiting).toMatchObject({ command: 'UPDATE' });
    await expect(session.query('SELECT 1')).rejects.toThrow();
  });

  it('lose their statement when it is cancelled', async () => {
    const started = await start();
    await busy(started);
    const { waiting } = await waiter(started);
    const { waiting: found } = await started.callTool('db_locks', shop);
    const [{ pid, backend_start }] = Object(found);
    await started.confirmTool('db_terminate', { ...shop, pid, backend_start, action: 'cancel' });
    expect(await waiting).toMatchObject({ code: '57014' });
  });

  it('are left alone when they went on to something else, between the preview and the confirmation', async () => {
    const started = await start();
    const { session, target } = await busy(started);
    await started.previewTool('db_terminate', { ...target, action: 'terminate' });
    await session.query('COMMIT; SELECT count(*) FROM orders');
    const confirmed = started.callTool('db_terminate', { ...target, action: 'terminate', confirm: true });
    await expect(confirmed).rejects.toMatchObject({ code: 'stale' });
    expect(await session.query('SELECT 1')).toMatchObject({ rowCount: 1 });
  });

  it('of a superuser, with another beginning, or of another database are not ended', async () => {
    const started = await start();
    const { target } = await busy(started, 'postgres');
    await expect(started.callTool('db_terminate', { ...target, action: 'terminate' })).rejects.toMatchObject({
      code: 'forbidden',
      details: { reason: 'superuser' },
    });
    const reused = { ...target, backend_start: '2026-01-01T00:00:00.000000Z', action: 'terminate' };
    await expect(started.callTool('db_terminate', reused)).rejects.toMatchObject({ details: { reason: 'no_session' } });
    const elsewhere = await start();
    const other = elsewhere.callTool('db_terminate', { ...target, action: 'terminate' });
    await expect(other).rejects.toMatchObject({ details: { reason: 'no_session' } });
  });
});
