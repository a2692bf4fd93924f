import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorOf, valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { openStdio, type RawStdio } from './app/raw-stdio.ts';
import { run } from './app/start.ts';

const servers = 5;
const readsEach = 1_960;
const writesEach = 10;
const inFlight = 64;

let home: Home;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => home[Symbol.asyncDispose]());

/** Reads as fast as the server lets one caller, and previews and confirms a few writes in between. */
const work = async (client: RawStdio, number: number): Promise<void> => {
  let left = readsEach;
  const reading = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const frame = await client.callTool('fs_info', { path: 'notes.txt' });
      if (frame.result?.['isError'] !== true) continue;
      // Throttled calls leave no event, so they are made again.
      expect(errorOf(frame)).toMatchObject({ code: 'rate_limited', retry_after_s: expect.any(Number) });
      left += 1;
      await wait(200);
    }
  };
  const writing = async (): Promise<void> => {
    for (let index = 0; index < writesEach; index += 1) {
      const args = { path: `made/${number}-${index}.txt`, content: 'x' };
      while ((await client.callTool('fs_write', args)).result?.['isError'] === true) await wait(100);
      let done = await client.callTool('fs_write', { ...args, confirm: true });
      while (done.result?.['isError'] === true) {
        expect(errorOf(done)).toMatchObject({ code: 'rate_limited' });
        await wait(100);
        done = await client.callTool('fs_write', { ...args, confirm: true });
      }
      expect(valueOf(done)).toMatchObject({ status: 'executed' });
    }
  };
  await Promise.all([writing(), ...Array.from({ length: inFlight }, reading)]);
};

/** Runs commands on the same store until everything else is done; yields how often. */
const commands = async (isOver: () => boolean): Promise<{ calls: number; looks: number }> => {
  const counts = { calls: 0, looks: 0 };
  while (!isOver()) {
    const called = await run({ home, args: ['call', 'fs_read', '--arg', 'path=notes.txt'] });
    expect([called.exitCode, called.stderr]).toEqual([0, '']);
    counts.calls += 1;
    for (const args of [
      ['audit', 'tail', '--lines', '50', '--json'],
      ['approvals', '--json'],
    ]) {
      expect((await run({ home, args })).exitCode).toBe(0);
      counts.looks += 1;
    }
    // Every command loads the app: without a pause that is most of what the cores do.
    await wait(500);
  }
  return counts;
};

test(
  'ten thousand events of five servers and of commands beside them are one chain that verifies',
  { timeout: 300_000 },
  async () => {
    const clients = await Promise.all(Array.from({ length: servers }, () => openStdio({ home, era: 'modern' })));
    let isOver = false;
    const [{ calls }] = await Promise.all([
      commands(() => isOver),
      Promise.all(clients.map(work)).finally(() => {
        isOver = true;
      }),
    ]);
    for (const client of clients) client.child.stdin?.end();
    expect(await Promise.all(clients.map(async (client) => (await client.ended).exitCode))).toEqual(clients.map(() => 0));

    const { exitCode, stdout } = await run({ home, args: ['audit', 'verify', '--json'] });
    const verdict: { status: string; events: number; anchored: boolean } = JSON.parse(stdout);
    process.stderr.write(`one chain: ${stdout}`);
    expect(exitCode).toBe(0);
    expect(verdict).toMatchObject({ status: 'ok', anchored: true });
    expect(verdict.events).toBeGreaterThanOrEqual(10_000);

    const store = new DatabaseSync(home.storeFile, { readOnly: true });
    const count = (tool: string, event: string) =>
      store.prepare('SELECT count(*) AS count FROM events WHERE tool = ? AND event = ?').get(tool, event)?.['count'];
    expect(count('fs_info', 'read')).toBe(servers * readsEach);
    expect(count('fs_read', 'read')).toBe(calls);
    for (const event of ['previewed', 'claimed', 'confirmed', 'executed'])
      expect(count('fs_write', event)).toBe(servers * writesEach);
    store.close();
  },
);
