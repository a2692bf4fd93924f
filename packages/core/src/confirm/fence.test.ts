import { afterEach, expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { newLamp } from './test/lamp.ts';
import { type Line, person, startLine } from './test/line.ts';

const lines: Line[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.composition.close();
});

test('a claim that was given up in its sleep does not count under the claim of a person who took their time', async () => {
  const lamp = newLamp();
  const store = memoryStore();
  let nowMs = Date.UTC(2026, 0, 1);
  const start = async () => {
    const line = await startLine({ lamp, store, clock: { now: () => nowMs } });
    lines.push(line);
    return line;
  };
  const [sleeper, slow, third] = [await start(), await start(), await start()];
  const { ticket } = await slow.value('lamp_break', { state: 'on' });
  const confirm = { state: 'on', confirm: true, ticket };

  const asleep = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  let asleepAnswer: Promise<string> | undefined;
  const whileThePersonReads = async () => {
    const approved = person('approved');
    let previews = 0;
    // The second preview of a confirmation is the one under its claim.
    lamp.onPreview = async () => {
      previews += 1;
      if (previews !== 2) return;
      asleep.resolve();
      await awake.promise;
    };
    asleepAnswer = sleeper.says('lamp_break', confirm, { asking: approved });
    await asleep.promise;
    nowMs += 60_000;
    await third.composition.recover();
    lamp.onPreview = async () => {
      awake.resolve();
      await asleepAnswer;
    };
    return 'approved' as const;
  };
  const answer = await slow.value('lamp_break', confirm, { asking: { mode: 'push', ask: whileThePersonReads } });

  expect(await asleepAnswer).toBe('conflict');
  expect(answer).toMatchObject({ status: 'executed', result: { state: 'on' } });
  expect(lamp.writes).toHaveLength(1);
});
