import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newFolder } from '../../../test/store/fixtures.ts';
import { Courtesy, sayThatWeWait } from './courtesy.ts';

const newFile = async () => {
  const path = join(await newFolder(), 'store.db');
  await writeFile(path, '');
  await utimes(path, 1, 1);
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
  sayThatWeWait({ path, waitedMs: 3 });
  expect(await touched(path)).toBe(false);
  sayThatWeWait({ path, waitedMs: 50 });
  expect(await touched(path)).toBe(true);
  expect(() => sayThatWeWait({ path: `${path}.gone`, waitedMs: 50 })).not.toThrow();
});

test('a writer pauses when it has just written and somebody waits, and never else', async () => {
  const path = await newFile();
  const courtesy = new Courtesy(path);
  courtesy.hasWritten();
  expect(await pauses(courtesy.letOthersFirst())).toBe(false);
  // A little in the future, so that a slow machine does not make it old.
  const soon = Date.now() / 1000 + 5;
  await utimes(path, soon, soon);
  courtesy.hasWritten();
  expect(await pauses(courtesy.letOthersFirst())).toBe(true);
  expect(await pauses(new Courtesy(path).letOthersFirst())).toBe(false);
});
