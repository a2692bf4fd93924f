import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sqliteStore } from '@lineclear/core';
import { redisBinary, skipWithout, startRedis } from '@lineclear/testing';
import { type CeleryWorker, startCeleryWorker } from '@lineclear/testing/celery';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { skips, useRabbitmq } from '../broker/rabbitmq/test/rig.ts';
import { startProxy } from './proxy.ts';
import { startStarting, taskIdOf } from './start-rig.ts';
import type { TroubleWorld } from './trouble-world.ts';
import { errorOf, startTroubleWorld, toolNames, writeNames } from './trouble-world.ts';

const late = { name: 'late', password: 'pw-of-this-user' };
const permissions = { configure: '.*', write: '.*', read: '.*' };
const child = new URL('./start-crash-child.ts', import.meta.url).pathname;

/** A process that was killed is taken for dead half a minute after its claim. */
const later = { now: () => Date.now() + 60_000 };

describe.skipIf([skips, skipWithout(redisBinary)].includes(true))('a RabbitMQ in trouble', () => {
  const rig = useRabbitmq();

  describe('every tool', () => {
    let redis: Awaited<ReturnType<typeof startRedis>>;
    let world: TroubleWorld;
    beforeAll(async () => {
      await rig.queue({ name: 'parked' });
      redis = await startRedis();
      world = await startTroubleWorld({ url: rig.server().url, resultsUrl: redis.url });
    });
    afterAll(async () => {
      await world?.close();
      await redis?.stop();
    });

    const goAway = () => {
      world.proxy.target = undefined;
      world.proxy.cut();
    };
    const comeBack = () => {
      world.proxy.target = rig.server().port;
    };
    // An attempt to connect that began while it was away may still be failing.
    const works = (tool: string) =>
      expect.poll(() => world.host.answer(tool, world.calls.get(tool))).toMatchObject({ kind: 'value' });

    test.each(toolNames)('%s says that it is away, and works again once it is back', async (tool) => {
      goAway();
      const error = errorOf({ answer: await world.host.answer(tool, world.calls.get(tool)), hides: 'guest:guest' });
      expect(error).toMatchObject({ code: 'unreachable', message: expect.stringContaining('RabbitMQ') });
      comeBack();
      await works(tool);
    });

    test.each(writeNames)('%s does nothing when it goes away after the preview', async (tool) => {
      const { host, calls, worker } = world;
      const args = calls.get(tool) ?? {};
      const { ticket } = await host.previewTool(tool, args);
      goAway();
      expect(await host.answer(tool, { ...args, confirm: true, ticket: ticket ?? null })).toMatchObject({
        kind: 'error',
        error: { code: 'unreachable' },
      });
      comeBack();
      await works(tool);
      expect(worker.log().match(/ received$/gm)).toHaveLength(1);
      expect(await host.callTool('get_task_status', calls.get('get_task_status'))).toMatchObject({ state: 'queued' });
    });

    describe('with a wrong password', () => {
      let stranger: TroubleWorld['host'];
      beforeAll(async () => {
        await rig.user({ ...late, password: 'another', permissions });
        stranger = await world.loggedInAs(late);
      });

      test.each(toolNames)('%s says so and does not repeat it', async (tool) => {
        const error = errorOf({ answer: await stranger.answer(tool, world.calls.get(tool)), hides: late.password });
        expect(error).toMatchObject({ code: 'unauthenticated', details: { reason: 'ACCESS_REFUSED' } });
      });

      test('every tool works once it is right', async () => {
        await rig.user({ ...late, permissions });
        for (const [tool, args] of world.calls) {
          expect(await stranger.answer(tool, args), tool).toMatchObject({ kind: 'value' });
        }
      });
    });
  });

  describe('a publish whose answer nobody got', () => {
    let folder: string;
    let worker: CeleryWorker;
    beforeAll(async () => {
      worker = await startCeleryWorker({ broker: rig.server().url, backend: 'rpc://', pool: 'solo' });
    });
    afterAll(() => worker?.stop());
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
      expect(await answer('start_background_task', confirmed)).toMatchObject({
        kind: 'error',
        error: { code: 'unknown_outcome' },
      });
      expect(await rig.broker().queue({ name: queue })).toMatchObject({ ready: 1 });
      proxy.cut();
      proxy.decide = () => 'pass';
      proxy.target = rig.server().port;
      // An attempt to connect that began while it was away may still be failing.
      await expect
        .poll(() => answer('start_background_task', confirmed))
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
        const path = join(folder, 'store.db');
        const args = { task_type: 'tasks.note', params: { path: join(folder, 'note'), text: step }, idempotency_key: step };
        const dying = spawn(
          process.execPath,
          ['--conditions=@lineclear/source', child, path, rig.server().url, step, 'start_background_task', JSON.stringify(args)],
          { stdio: ['ignore', 'pipe', 'inherit'] },
        );
        const [ticket, [, signal]] = await Promise.all([text(dying.stdout), once(dying, 'exit')]);
        expect(signal).toBe('SIGKILL');
        await expect.poll(written).toHaveLength(sent);
        const store = await sqliteStore({ path });
        onTestFinished(() => store.close());
        const { answer, start } = await startStarting({
          settings: { broker: rig.server().url },
          store,
          clock: later,
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
        await expect.poll(written).toContain('the last');
        expect((await written()).filter((line) => line === step)).toHaveLength('code' in again ? sent : 1);
      },
    );
  });
});
