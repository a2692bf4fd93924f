import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventsOf, startWith } from '../calls/test/with-tools.ts';
import { LineclearError } from '../plugin/errors.ts';
import { write } from '../plugin/tool.ts';
import { memoryStore } from '../store/memory.ts';
import { newLamp } from './test/lamp.ts';
import { type Line, startLine } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const on = { state: 'on' };
const own = { toolset: 'own', risk: 'reversible', description: 'For tests.', input: z.object({}), output: z.object({}) } as const;

describe('what is said of a write that ran', () => {
  test('an end that comes after others had given it up is recorded all the same', async () => {
    const lamp = newLamp();
    const store = memoryStore();
    let nowMs = Date.UTC(2026, 0, 1);
    line = await startLine({ lamp, store, clock: { now: () => nowMs } });
    lamp.reconcile = 'failed';
    const another = await startLine({ lamp, store, clock: { now: () => nowMs } });
    // While the process could not keep its lease, another one found the backend unchanged.
    lamp.before = async () => {
      nowMs += 3_600_000;
      await another.composition.recover();
    };
    await line.value('lamp_set', on);
    expect(await line.value('lamp_set', { ...on, confirm: true })).toMatchObject({ status: 'executed', result: on });
    expect((await eventsOf(line)).map(({ event }) => event).slice(-2)).toEqual(['reconciled', 'executed']);
    expect(await line.value('lamp_set', { ...on, confirm: true })).toMatchObject({ status: 'executed', replayed: true });
    expect(lamp.writes).toHaveLength(1);
    await another.composition.close();
  });

  test.each(['onPreview', 'before'] as const)(
    'the process that writes does not give itself up, however long it slept (%s)',
    async (step) => {
      const lamp = newLamp();
      let nowMs = Date.UTC(2026, 0, 1);
      line = await startLine({ lamp, clock: { now: () => nowMs } });
      await line.value('lamp_set', on);
      lamp[step] = async () => {
        nowMs += 3_600_000;
        await line.composition.recover();
      };
      expect(await line.value('lamp_set', { ...on, confirm: true })).toMatchObject({ status: 'executed', result: on });
      expect((await eventsOf(line)).map(({ event }) => event)).toEqual(['previewed', 'claimed', 'confirmed', 'executed']);
    },
  );

  test('is not taken back when the receipt cannot be proven', async () => {
    const lamp = newLamp();
    const store = memoryStore();
    let broken = false;
    const failing = new Proxy(store, {
      get: (target, name, receiver) =>
        name === 'events' && broken
          ? () => Promise.reject(new LineclearError('audit_unavailable', 'The store cannot be read; nothing ran.'))
          : Reflect.get(target, name, receiver),
    });
    line = await startLine({ lamp, store: failing });
    lamp.after = () => {
      broken = true;
    };
    await line.value('lamp_set', on);
    expect(await line.says('lamp_set', { ...on, confirm: true })).toBe('executed');
    broken = false;
  });

  test('an error that is not JSON ends as what it is, not as a defect before the write', async () => {
    const details: Record<string, unknown> = {};
    details['self'] = details;
    const odd = write({
      ...own,
      name: 'odd',
      preview: () => ({ description: 'Odd.', guard: null }),
      execute: () => {
        throw new LineclearError('upstream_error', 'It broke off.', { details });
      },
    });
    line = await startWith([odd]);
    await line.value('odd');
    expect(await line.says('odd', { confirm: true })).toBe('unknown_outcome');
    expect((await eventsOf(line)).map(({ event }) => event).at(-1)).toBe('unknown');
  });

  test('a backend that wants to be left alone for a while says for how long, once', async () => {
    const busy = write({
      ...own,
      name: 'busy',
      preview: () => ({ description: 'Busy.', guard: null }),
      execute: () => {
        throw new LineclearError('rate_limited', 'Too many.', { retryAfterS: 7 });
      },
    });
    line = await startWith([busy]);
    await line.value('busy');
    const error = { code: 'rate_limited', retry_after_s: 7, details: { status: 'failed' } };
    expect(await line.call('busy', { confirm: true })).toMatchObject({ kind: 'error', error });
    const replay = await line.call('busy', { confirm: true });
    expect(replay).toMatchObject({ error: { code: 'rate_limited', details: { replayed: true } } });
    expect(replay).not.toHaveProperty('error.retry_after_s');
  });

  test('a conflict that only the backend sees comes with its own advice, for the same again would be refused again', async () => {
    const taken = write({
      ...own,
      name: 'taken',
      preview: () => ({ description: 'Take.', guard: {} }),
      execute: () => {
        throw new LineclearError('conflict', 'The name is taken.', { hint: 'Choose another name.' });
      },
    });
    line = await startWith([taken]);
    await line.value('taken');
    expect(await line.call('taken', { confirm: true })).toMatchObject({
      error: {
        code: 'stale',
        message: expect.stringContaining('The name is taken.'),
        hint: 'Choose another name.',
        details: { changed: {}, preview: { status: 'preview' } },
      },
    });
  });

  test.each([
    ['and is given back where it can be read', () => ({ result: { id: 7 } }), { result: { id: 7 }, effect: { seen: 7 } }],
    ['and is left out where it does not fit', () => ({ result: { id: 'seven' } }), { result: null }],
    ['and is left out where nobody knows it', () => 'executed' as const, { result: null }],
  ])('an answer is lost %s', async (_what, reconcile, told) => {
    const made = write({
      name: 'made',
      toolset: 'own',
      risk: 'additive',
      description: 'For tests.',
      input: z.object({}),
      output: z.object({ id: z.int() }),
      preview: () => ({ description: 'Make.', guard: null }),
      execute: () => {
        throw new LineclearError('timeout', 'No answer.', { effect: 'unknown' });
      },
      verify: ({ output }) => ({ seen: output.id }),
      // Plugins are compiled against the types or not at all.
      reconcile: reconcile as () => 'executed' | { result: { id: number } },
    });
    line = await startWith([made]);
    await line.value('made');
    const value = await line.value('made', { confirm: true });
    expect(value).toMatchObject({ status: 'executed', ...told, warnings: [expect.stringContaining('lost')] });
    expect('effect' in value).toBe('effect' in told);
    expect(await line.value('made', { confirm: true })).toMatchObject({ replayed: true, result: told.result });
  });
});
