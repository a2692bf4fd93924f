import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { sqliteStore } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';
import { startStarting } from './start-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const child = new URL('./start-crash-child.ts', import.meta.url).pathname;

/** A process that was killed is taken for dead half a minute after its claim. */
const later = { now: () => Date.now() + 60_000 };

describe.skipIf(isMissing)('a process killed while it starts a task', () => {
  let rig: RedisRig;
  let folder: string;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker({ hostname: 'w1' });
    folder = await mkdtemp(join(tmpdir(), 'lineclear-start-'));
  });
  afterAll(async () => {
    await rig.close();
    await rm(folder, { recursive: true });
  });

  const run = async ({ path, step, tool, args }: { path: string; step: string; tool: string; args: JsonObject }) => {
    const running = spawn(
      process.execPath,
      ['--conditions=@lineclear/source', child, path, rig.url, step, tool, JSON.stringify(args)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [output, [code, signal]] = await Promise.all([text(running.stdout), once(running, 'exit')]);
    return { ticket: output.trim(), code: code as unknown, signal: signal as unknown };
  };
  const crash = async (order: { step: string; tool: string; args: JsonObject }) => {
    const path = join(folder, `${order.step}-${order.tool}.db`);
    const { ticket, signal } = await run({ path, ...order });
    expect(signal).toBe('SIGKILL');
    const store = await sqliteStore({ path });
    onTestFinished(() => store.close());
    const next = await startStarting({ settings: { broker: rig.url }, store, clock: later });
    return { ...next, confirmOld: () => next.answer(order.tool, { ...order.args, confirm: true, ticket }) };
  };
  const note = (name: string) => ({ task_type: 'tasks.note', params: { path: join(folder, name), text: name } });
  const runsOf = async (name: string): Promise<number> => {
    const written = await readFile(join(folder, name), 'utf8').catch(() => '');
    return written.split('\n').length - 1;
  };
  const ran = (name: string) => vi.waitFor(async () => expect(await runsOf(name)).toBe(1), { timeout: 30_000 });

  test.each([
    { step: 'before-claim', then: 'error', already: false },
    { step: 'after-claim', then: 'error', already: false },
    { step: 'after-publish', then: 'value', already: true },
    { step: 'after-note', then: 'value', already: true },
  ])('$step: it runs once, whoever asks again', async ({ step, then, already }) => {
    const args = { ...note(step), idempotency_key: step };
    const { confirmOld, start } = await crash({ step, tool: 'start_background_task', args });
    if (already) await ran(step);
    expect(await runsOf(step)).toBe(already ? 1 : 0);
    // What the dead process had confirmed: the answer that was lost, or that nothing was sent.
    const old = await confirmOld();
    expect(old.kind).toBe(then);
    if (old.kind === 'value') expect(old.value).toMatchObject({ status: 'executed' });
    const again = await start(args);
    expect(again).toMatchObject({ already_started: already, status: 'queued' });
    if (old.kind === 'value') expect(old.value['result']).toMatchObject({ task_id: again['task_id'] });
    await ran(step);
    expect(await start(args)).toMatchObject({ task_id: again['task_id'], already_started: true });
    expect(await runsOf(step)).toBe(1);
  });

  test('a group that was cut in its middle says what was sent, and sends nothing again', async () => {
    const args = { mode: 'group', steps: [note('group-one'), note('group-two')] };
    const { confirmOld } = await crash({ step: 'after-note', tool: 'chain_tasks', args });
    await ran('group-one');
    expect(await confirmOld()).toMatchObject({
      kind: 'value',
      value: {
        status: 'executed',
        result: { tasks: [{ status: 'queued' }, { status: 'not_sent' }], message: expect.stringContaining('1 of 2') },
      },
    });
    expect(await runsOf('group-two')).toBe(0);
  });

  test('two processes that race with one key send one task', async () => {
    const args = { ...note('race'), idempotency_key: 'race' };
    const path = join(folder, 'race.db');
    await (await sqliteStore({ path })).close();
    const both = await Promise.all([1, 2].map(() => run({ path, step: 'never', tool: 'start_background_task', args })));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    await ran('race');
    expect(await runsOf('race')).toBe(1);
  });

  test('many starts at once with one key are one task, and without a key do not overshoot the limit', async () => {
    const { start, callTool, previewTool } = await startStarting({ settings: { broker: rig.url, limits: { in_flight: 3 } } });
    const keyed = { ...note('keyed'), idempotency_key: 'keyed' };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => start(keyed)));
    expect(new Set(answers.map((answer) => answer['task_id'])).size).toBe(1);
    expect(answers.filter((answer) => answer['already_started'] === false)).toHaveLength(1);
    await ran('keyed');
    const parked = { task_type: 'tasks.add', queue: 'nobody', allow_unconsumed: true };
    const previews = await Promise.all(
      [1, 2, 3, 4, 5].map((x) => previewTool('start_background_task', { ...parked, params: { x } })),
    );
    const outcomes = await Promise.allSettled(
      previews.map(({ ticket }, index) =>
        callTool('start_background_task', { ...parked, params: { x: index + 1 }, confirm: true, ticket: ticket ?? null }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect((await rig.broker().queue({ name: 'nobody' }))?.ready).toBe(3);
  });
});
