import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { sqliteStore } from '../store/sqlite/sqlite-store.ts';
import { newLamp } from './test/lamp.ts';
import { startLine } from './test/line.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-races-'));
});
afterEach(() => rm(folder, { recursive: true }));

const limits = { callsPerSecond: 1e9, pendingPlans: 1e6, pendingBytes: 1e12 };

/** Previews `count` writes and confirms each twice at once, the two confirmations through two compositions. */
const race = async ({
  first,
  second,
  count,
}: {
  first: Parties;
  second: Parties;
  count: number;
}): Promise<readonly unknown[]> => {
  const doubled: unknown[] = [];
  const atOnce = 50;
  for (let start = 0; start < count; start += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - start) }, (_item, index) => start + index);
    await Promise.all(
      numbers.map(async (number) => {
        const args = { state: 'on', note: `race ${number}` };
        const { ticket } = await first.value('lamp_add', args);
        const confirmed = { ...args, confirm: true, ticket };
        const answers = await Promise.all([first.value('lamp_add', confirmed), second.value('lamp_add', confirmed)]);
        const fresh = answers.filter((answer) => answer['replayed'] !== true);
        const receipts = new Set(answers.map((answer) => JSON.stringify(answer['receipt'])));
        if (fresh.length !== 1 || receipts.size !== 1) doubled.push(answers);
      }),
    );
  }
  return doubled;
};

type Parties = Pick<Awaited<ReturnType<typeof startLine>>, 'value'>;

// Every write turns the lamp on: the guard must not make one race stale because another was won.
const steady = () => {
  const lamp = newLamp();
  lamp.state = 'on';
  return lamp;
};

describe('two confirmations of one plan at the same time', () => {
  test('execute once each, 10,000 times, on one store in memory', async () => {
    const lamp = steady();
    const store = memoryStore();
    const [first, second] = [await startLine({ lamp, store, limits }), await startLine({ lamp, store, limits })];
    expect(await race({ first, second, count: 10_000 })).toEqual([]);
    expect(new Set(lamp.writes).size).toBe(10_000);
    expect(lamp.writes).toHaveLength(10_000);
    await first.composition.close();
    await second.composition.close();
  }, 300_000);

  test('execute once each, 1,000 times, through two connections to one file', async () => {
    const lamp = steady();
    const path = join(folder, 'store.db');
    const stores = [await sqliteStore({ path }), await sqliteStore({ path })] as const;
    const first = await startLine({ lamp, store: stores[0], limits });
    const second = await startLine({ lamp, store: stores[1], limits });
    expect(await race({ first, second, count: 1_000 })).toEqual([]);
    expect(new Set(lamp.writes).size).toBe(1_000);
    expect(lamp.writes).toHaveLength(1_000);
    await first.composition.close();
    await second.composition.close();
    for (const store of stores) await store.close();
    // A round is several commits, and a busy disk takes a tenth of a second for each.
  }, 900_000);
});
