import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verify } from '../audit/verify.ts';
import { compose } from '../compose.ts';
import { sqliteStore } from '../store/sqlite/sqlite-store.ts';
import { counterPlugin, startCounter } from './test/counter-backend.ts';
import { callerOf } from './test/line.ts';

const child = new URL('./test/crash-child.ts', import.meta.url).pathname;

/** What must be true after a process was killed at a step and another one took over. */
const matrix: readonly { step: string; writes: number; then: string; state: string }[] = [
  { step: 'before-claimed', writes: 0, then: 'executed', state: 'executed' },
  { step: 'after-claimed', writes: 0, then: 'executed', state: 'executed' },
  { step: 'before-executing', writes: 0, then: 'executed', state: 'executed' },
  { step: 'after-executing', writes: 0, then: 'cancelled', state: 'failed' },
  { step: 'before-write', writes: 0, then: 'cancelled', state: 'failed' },
  { step: 'after-write', writes: 1, then: 'executed', state: 'executed' },
  { step: 'before-executed', writes: 1, then: 'executed', state: 'executed' },
  { step: 'after-executed', writes: 1, then: 'executed', state: 'executed' },
];

let folder: string;
let counter: Awaited<ReturnType<typeof startCounter>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-crash-'));
  counter = await startCounter();
});
afterEach(async () => {
  await counter.close();
  await rm(folder, { recursive: true });
});

const crash = async (step: string) => {
  const path = join(folder, 'store.db');
  const running = spawn(process.execPath, ['--conditions=@lineclear/source', child, path, counter.url, step], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [, signal] = await once(running, 'exit');
  expect(signal).toBe('SIGKILL');
  return path;
};

const takeOver = async ({ path, reconcile }: { path: string; reconcile: boolean }) => {
  const store = await sqliteStore({ path });
  const composition = await compose({
    plugins: [counterPlugin({ reconcile })],
    profiles: { default: 'local', profiles: { local: { tier: 'development', connections: { counter: { url: counter.url } } } } },
    store,
    instance: 'crashing',
    limits: { leaseMs: 1_000 },
  });
  return { store, composition, ...callerOf(composition) };
};

describe('a process killed during a write', () => {
  test.each(matrix)('$step: at most one write, nothing lost', async ({ step, writes, then, state }) => {
    const path = await crash(step);
    expect(counter.writes).toHaveLength(writes);
    const next = await takeOver({ path, reconcile: true });
    const confirmed = { label: 'one', confirm: true };
    const answer = await next.call('counter_add', confirmed, { profile: 'local' });
    const said = answer.kind === 'value' ? String(answer.value['status']) : 'error' in answer ? answer.error.code : answer.kind;
    // A write that the backend shows not to have happened is answered as failed, with the reason it was unknown before.
    expect(said).toBe(then);
    const [plan] = await next.store.plans({ tool: 'counter_add' });
    expect(plan?.state).toBe(state);
    expect(counter.writes.length).toBe(state === 'failed' ? 0 : 1);
    expect(new Set(counter.writes).size).toBe(counter.writes.length);
    await next.composition.close();
    expect(await verify({ store: next.store })).toMatchObject({ status: 'ok' });
    const events = await next.store.events({ planId: plan?.id ?? '', order: 'asc' });
    const names = events.map((event) => event.event);
    if (counter.writes.length > 0) expect(names.indexOf('confirmed')).toBeGreaterThan(-1);
    // The plugin finds all of them among its own, those of the recovery too.
    expect(new Set(events.map(({ plugin }) => plugin))).toEqual(new Set(['counter']));
    await next.store.close();
  });

  test('stays unknown where the tool cannot tell, and is never executed again', async () => {
    const path = await crash('after-write');
    const next = await takeOver({ path, reconcile: false });
    for (let again = 0; again < 3; again += 1) {
      expect(await next.says('counter_add', { label: 'one', confirm: true }, { profile: 'local' })).toBe('unknown_outcome');
    }
    expect(counter.writes).toHaveLength(1);
    const events = await next.composition.audit.query({ event: 'unknown' });
    expect(events).toHaveLength(1);
    await next.composition.close();
    await next.store.close();
  });
});
