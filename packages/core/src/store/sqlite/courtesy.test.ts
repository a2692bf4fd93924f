import { stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newFolder } from '../../../test/store/fixtures.ts';
import { Courtesy, waitInTurn, withdraw } from './courtesy.ts';

const newFile = async () => {
  const path = join(await newFolder(), 'store.db');
  await writeFile(path, '');
  await utimes(path, 1, 1);
  // Until what was just done to it is no news.
  await delay(40);
  return path;
};

const touched = async (path: string) => (await stat(path)).mtimeMs > 1_000;

/** Whether the promise takes more than what is already due. */
const pauses = async (promise: Promise<void>): Promise<boolean> => {
  const settled: string[] = [];
  void promise.then(() => settled.push('settled'));
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  const isPausing = settled.length === 0;
  await promise;
  return isPausing;
};

test('only a long wait is told to the others', async () => {
  const path = await newFile();
  expect(waitInTurn({ path, waitedMs: 3 })).toBe('ours');
  expect(await touched(path)).toBe(false);
  expect(waitInTurn({ path, waitedMs: 50 })).toBe('announced');
  expect(await touched(path)).toBe(true);
  expect(waitInTurn({ path: `${path}.gone`, waitedMs: 50 })).toBe('ours');
});

/** Stops the clocks at a time after the last change of the file. */
const stopClocks = async ({ path, later = 0 }: { path: string; later?: number }) => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  vi.setSystemTime((await stat(path)).ctimeMs + later);
};

test('whoever waits longest is ahead of the others, until it says so no more', async () => {
  const path = await newFile();
  const began = Date.now() - 10_000;
  /** Of a process that began to wait that many milliseconds after the first one, and looks as soon as somebody else has. */
  const turn = async (after: number, later = 0) => {
    await stopClocks({ path, later });
    return waitInTurn({ path, waitedMs: Date.now() - began - after });
  };
  expect(await turn(100, 1_000)).toBe('announced');
  expect(await turn(200)).toBe('of others');
  expect(await turn(100)).toBe('announced');
  expect(await turn(0)).toBe('announced');
  expect(await turn(100)).toBe('of others');
  expect(await turn(200, 1_000)).toBe('announced');
  expect(await turn(300)).toBe('of others');
  // A clock that is behind that of the file system.
  expect(await turn(300, -1_000)).toBe('announced');
});

test('who comes later leaves the turn to whoever has announced it, until that is withdrawn', async () => {
  const path = await newFile();
  expect(waitInTurn({ path, waitedMs: 50 })).toBe('announced');
  await stopClocks({ path });
  expect(waitInTurn({ path, waitedMs: 3 })).toBe('of others');
  withdraw({ path, waitedMs: 500 });
  expect(waitInTurn({ path, waitedMs: 3 })).toBe('of others');
  withdraw({ path, waitedMs: Date.now() - (await stat(path)).mtimeMs });
  expect(waitInTurn({ path, waitedMs: 3 })).toBe('ours');
});

test('a writer pauses when it has just written and somebody waits, and never else', async () => {
  const path = await newFile();
  const courtesy = new Courtesy(path);
  courtesy.hasWritten();
  expect(await pauses(courtesy.letOthersFirst())).toBe(false);
  expect(waitInTurn({ path, waitedMs: 50 })).toBe('announced');
  await stopClocks({ path });
  courtesy.hasWritten();
  expect(await pauses(courtesy.letOthersFirst())).toBe(true);
  expect(await pauses(new Courtesy(path).letOthersFirst())).toBe(false);
  // When a wait is over, the time of its end stands there; later here, so that a slow machine does not make it old.
  const soon = Date.now() / 1_000 + 60;
  await utimes(path, soon, soon);
  await stopClocks({ path });
  courtesy.hasWritten();
  expect(await pauses(courtesy.letOthersFirst()), 'what was withdrawn').toBe(false);
});

test('a file that cannot be looked at is left to whoever uses it next', async () => {
  const path = join(await newFolder(), 'store.db');
  await symlink(path, path);
  const courtesy = new Courtesy(path);
  courtesy.hasWritten();
  await courtesy.letOthersFirst();
  expect(waitInTurn({ path, waitedMs: 50 })).toBe('ours');
});
