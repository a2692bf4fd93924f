import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { verify } from '../audit/verify.ts';
import { compose } from '../compose.ts';
import { sqliteStore } from '../store/sqlite/sqlite-store.ts';
import { counterPlugin, startCounter } from './test/counter-backend.ts';
import { callerOf } from './test/line.ts';

const child = new URL('./test/covered-crash-child.ts', import.meta.url).pathname;
const leaseMs = 1_000;

/** What is kept of a covered write whose process was killed at a step: its events in order, and how many writes there were. */
const matrix: readonly { step: string; events: readonly string[]; writes: number }[] = [
  { step: 'before-record', events: [], writes: 0 },
  { step: 'after-record', events: ['covered', 'unknown'], writes: 0 },
  { step: 'before-write', events: ['covered', 'unknown'], writes: 0 },
  { step: 'after-write', events: ['covered', 'unknown'], writes: 1 },
  { step: 'before-outcome', events: ['covered', 'unknown'], writes: 1 },
  { step: 'after-outcome', events: ['covered', 'executed'], writes: 1 },
];

test.each(matrix)('a covered write killed $step: recorded, and never made again', async ({ step, events, writes }) => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-crash-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const counter = await startCounter();
  onTestFinished(counter.close);
  const path = join(folder, 'store.db');
  const running = spawn(process.execPath, ['--conditions=@lineclear/source', child, path, counter.url, step], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [, signal] = await once(running, 'exit');
  expect(signal).toBe('SIGKILL');

  const store = await sqliteStore({ path });
  const composition = await compose({
    plugins: [counterPlugin({ reconcile: true })],
    profiles: { default: 'local', profiles: { local: { tier: 'development', connections: { counter: { url: counter.url } } } } },
    store,
    instance: 'next',
    limits: { leaseMs },
  });
  const { says } = callerOf(composition);
  await delay(leaseMs + 50);
  for (let again = 0; again < 2; again += 1) {
    await composition.recover();
    // What the dead process held is gone, and its plan covers nothing here.
    expect(await says('counter_more', {}, { profile: 'local' })).toBe('not_found');
  }
  expect(counter.writes).toHaveLength(1 + writes);
  const recorded = (await store.events({ tool: 'counter_more', order: 'asc' })).filter(({ event }) => event !== 'refused');
  expect(recorded.map(({ event }) => event)).toEqual(events);
  const [cover] = await store.plans({ tool: 'counter_add' });
  for (const event of recorded) expect(event).toMatchObject({ covered_by: cover?.id, plugin: 'counter', principal: 'ada' });
  expect(new Set(recorded.map((event) => event.plan_id)).size).toBe(Math.min(1, events.length));
  await composition.close();
  expect(await verify({ store })).toMatchObject({ status: 'ok' });
  await store.close();
});
