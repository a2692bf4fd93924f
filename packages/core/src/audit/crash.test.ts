import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { collect, lines, startChild } from '../../test/store/child.ts';
import { draft, newFolder } from '../../test/store/fixtures.ts';
import { sqliteStore } from '../store/sqlite/sqlite-store.ts';
import { verify } from './verify.ts';

const batch = 256;
const readsPerTurn = 16;

const told = z.object({ recorded: z.number(), seq: z.number().optional(), hash: z.string().optional() });

/** Lets a child write for so many turns at least, kills it without warning, and yields what it had said by then. */
const killed = async ({ path, client, turns }: { path: string; client: string; turns: number }) => {
  const child = startChild({ script: 'record-until-killed', args: [path, client, String(readsPerTurn)] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = collect(child);
  while (printed.text().split('\n').length <= turns) await delay(5);
  child.kill('SIGKILL');
  await once(child, 'close');
  return lines(printed.text()).map((line) => told.parse(line));
};

test('a killed process leaves a sound chain, everything it was promised, and loses one batch of reads at most', async () => {
  const path = join(await newFolder(), 'store.db');
  const store = await sqliteStore({ path });
  onTestFinished(() => store.close());
  const runs = [];
  for (const [index, turns] of [1, 30, 60, 90, 140].entries()) {
    const client = `child-${index}`;
    runs.push({ client, said: await killed({ path, client, turns }) });
    // The lock of a dead process does not stay.
    await store.append([draft({ event: 'started', client: 'parent' })]);
  }

  const events = await store.events({ order: 'asc', limit: 1_000_000 });
  expect(await verify({ store })).toMatchObject({ status: 'ok', events: events.length });
  expect(events.filter((event) => event.client === 'parent')).toHaveLength(runs.length);
  for (const { client, said } of runs) {
    const own = events.filter((event) => event.client === client);
    const reads = own.filter((event) => event.event === 'read').map((event) => event.duration_ms);
    expect(reads).toEqual(reads.map((_, index) => index + 1));
    const recorded = said.at(-1)?.recorded ?? 0;
    // One batch that was about to be written, and less than another that came meanwhile.
    expect(recorded - reads.length).toBeLessThan(2 * batch);
    const promised = said.filter((line) => line.seq !== undefined);
    for (const { seq, hash } of promised) expect(own.find((event) => event.seq === seq)?.hash).toBe(hash);
    expect(reads.length).toBeGreaterThanOrEqual(promised.at(-1)?.recorded ?? 0);
  }
  expect(runs.flatMap(({ said }) => said).some((line) => line.seq !== undefined)).toBe(true);
});
