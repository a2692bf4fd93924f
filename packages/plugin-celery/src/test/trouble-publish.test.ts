import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sqliteStore } from '@lineclear/core';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { skips, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { startProxy } from './proxy.ts';
import { startStarting, taskIdOf } from './start-rig.ts';

const child = new URL('./start-crash-child.ts', import.meta.url).pathname;

/** A process that was killed is taken for dead half a minute after its claim. */
const later = { now: () => Date.now() + 60_000 };

describe.skipIf(skips)('a publish to RabbitMQ whose answer nobody got', () => {
  const rig = useRabbitmq();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lineclear-publish-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  });
  /** What the tasks wrote, one line for each time that one ran. */
  const written = async (): Promise<readonly string[]> => {
    const lines = await readFile(join(folder, 'note'), 'utf8').catch(() => '');
    return lines.split('\n').filter((line) => line !== '');
  };

  test('stays unknown while the broker is away, and is known by its id once it is back', async () => {
    await rig.worker({ backend: 'rpc://' });
    const queue = await rig.queue();
    const proxy = rig.ends(await startProxy(rig.server().port), (opened) => opened.close());
    const broker = Object.assign(new URL(rig.server().url), { port: `${proxy.port}` }).href;
    const { previewTool, answer, callTool, start } = await startStarting({ settings: { broker } });
    const args = { task_type: 'tasks.add', params: { x: 1, y: 2 }, queue, allow_unconsumed: true, idempotency_key: 'away' };
    const { ticket } = await previewTool('start_background_task', args);
    proxy.decide = (sent) => {
      if (!sent.includes('tasks.add')) return 'pass';
      proxy.target = undefined;
      return 'cut-after';
    };
    const confirmed = { ...args, confirm: true, ticket: ticket ?? null };
    expect(await answer('start_background_task', confirmed)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(await rig.broker().queue({ name: queue })).toMatchObject({ ready: 1 });
    proxy.cut();
    proxy.decide = () => 'pass';
    proxy.target = rig.server().port;
    // An attempt to connect that began while it was away may still be failing.
    await expect
      .poll(() => answer('start_background_task', confirmed), { timeout: 10_000 })
      .toMatchObject({ kind: 'value', value: { status: 'executed' } });
    const { items } = await rig.broker().peek({ queue, offset: 0, limit: 10 });
    const known = await callTool('start_background_task', confirmed);
    expect(items.map(({ task }) => task?.taskId)).toEqual([taskIdOf(known)]);
    expect(await start(args)).toMatchObject({ already_started: true });
    expect(await rig.broker().queue({ name: queue })).toMatchObject({ ready: 1 });
  });

  // Results of rpc:// go to the process that is gone: whether it had sent is told by nothing but its own note.
  test.each([
    { step: 'before-claim', sent: 0, old: 'cancelled', again: { already_started: false } },
    { step: 'after-claim', sent: 0, old: 'unknown_outcome', again: { code: 'unknown_outcome' } },
    { step: 'after-publish', sent: 1, old: 'unknown_outcome', again: { code: 'unknown_outcome' } },
    { step: 'after-note', sent: 1, old: 'executed', again: { already_started: true } },
  ])(
    'of a process that was killed $step never makes its task run twice, whoever asks again',
    async ({ step, sent, old, again }) => {
      await rig.worker({ hostname: 'w1', backend: 'rpc://' });
      const path = join(folder, 'store.db');
      const args = { task_type: 'tasks.note', params: { path: join(folder, 'note'), text: step }, idempotency_key: step };
      const dying = spawn(
        process.execPath,
        ['--conditions=@lineclear/source', child, path, rig.server().url, step, 'start_background_task', JSON.stringify(args)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [ticket, [, signal]] = await Promise.all([text(dying.stdout), once(dying, 'exit')]);
      expect(signal).toBe('SIGKILL');
      await expect.poll(written, { timeout: 10_000 }).toHaveLength(sent);
      const store = await sqliteStore({ path });
      onTestFinished(() => store.close());
      const { answer, start } = await startStarting({
        settings: { broker: rig.server().url },
        store,
        clock: later,
        limits: { leaseMs: 300 },
      });
      const confirmed = { ...args, confirm: true, ticket: ticket.trim() };
      expect(await answer('start_background_task', confirmed)).toMatchObject(
        old === 'executed' ? { kind: 'value', value: { status: old } } : { kind: 'error', error: { code: old } },
      );
      for (let time = 0; time < 2; time += 1) {
        const started: unknown = await start(args).catch((error: unknown) => error);
        expect(started).toMatchObject(time === 1 && 'already_started' in again ? { already_started: true } : again);
      }
      // A worker of one process takes tasks in their order: with this one all before it have run.
      await start({ task_type: 'tasks.note', params: { path: join(folder, 'note'), text: 'the last' } });
      await expect.poll(written, { timeout: 10_000 }).toContain('the last');
      expect((await written()).filter((line) => line === step)).toHaveLength('code' in again ? sent : 1);
    },
  );
});
