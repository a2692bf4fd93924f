import { expect, test } from 'vitest';
import { createTurns } from './in-turn.ts';
import { limits } from './limits.ts';
import { parseYaml } from './parse-yaml.ts';

const flood = '# x\n'.repeat(limits.textBytes / 4);

test('others have their turn while the largest text is read', async () => {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await parseYaml(flood.slice(0, 900_000));
  isDone = true;
  expect(turns).toBeGreaterThan(50);
});

test('a text of very many documents is refused at the second', async () => {
  await expect(parseYaml('--- a\n'.repeat(60_000))).rejects.toMatchObject({ details: { problem: 'SECOND_DOCUMENT' } });
});

test('texts that come together are read one after another, also after one that fails', async () => {
  const inTurn = createTurns();
  const order: string[] = [];
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const ended = await Promise.allSettled([work('one'), work('two', true), work('three')]);
  expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends', 'three begins', 'three ends']);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
