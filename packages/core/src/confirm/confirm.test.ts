import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { errorOf, type Line, startLine } from './test/line.ts';

let line: Line;
afterEach(() => line.composition.close());

const on = { state: 'on' };

describe('a write', () => {
  test('is previewed first and changes nothing', async () => {
    line = await startLine();
    const preview = await line.value('lamp_set', on);
    expect(preview).toMatchObject({
      status: 'preview',
      action: 'lamp_set',
      description: 'Turn the lamp on.',
      changes: ['state: off → on'],
      approval: { required: 'model' },
    });
    expect(String(preview['instruction'])).toContain('confirm: true');
    expect(line.lamp).toMatchObject({ state: 'off', writes: [] });
  });

  test('runs once when it is confirmed, and answers with result, receipt and effect', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    const done = await line.value('lamp_set', { ...on, confirm: true });
    expect(done).toMatchObject({
      status: 'executed',
      action: 'lamp_set',
      result: { state: 'on' },
      effect: { state: 'on' },
      receipt: { action: 'lamp_set', assurance: 'model', outcome: 'executed', principal: 'ada' },
    });
    expect(done['receipt']).toHaveProperty('seq');
    expect(done['receipt']).toHaveProperty('hash');
    expect(line.lamp.writes).toHaveLength(1);
  });

  test('never executes on the first call, confirmed or not', async () => {
    line = await startLine();
    const error = await errorOf(line.value('lamp_set', { ...on, confirm: true }));
    expect(error).toMatchObject({ code: 'preview_required', details: { reason: 'no_preview', preview: { status: 'preview' } } });
    expect(line.lamp.writes).toEqual([]);
    expect(await line.says('lamp_set', { ...on, confirm: true })).toBe('executed');
  });

  test('answers a repeated confirmation with its receipt', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    const first = await line.value('lamp_set', { ...on, confirm: true, ticket });
    for (const again of [
      { ...on, confirm: true, ticket },
      { ...on, confirm: true },
    ]) {
      const replay = await line.value('lamp_set', again);
      expect(replay).toMatchObject({ status: 'executed', replayed: true, result: { state: 'on' } });
      expect(replay['receipt']).toEqual(first['receipt']);
    }
    expect(line.lamp.writes).toHaveLength(1);
  });

  test('is not covered by a preview of other arguments', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    const other = { state: 'on', note: 'another', confirm: true };
    expect((await errorOf(line.value('lamp_set', { ...other, ticket }))).details).toMatchObject({ reason: 'other_arguments' });
    expect((await errorOf(line.value('lamp_add', { ...on, confirm: true, ticket }))).details).toMatchObject({
      reason: 'other_tool',
    });
    expect(line.lamp.writes).toEqual([]);
  });

  test('is not covered by a preview in another profile', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    const error = await errorOf(line.value('lamp_set', { ...on, confirm: true, ticket }, { profile: 'production' }));
    expect(error.details).toMatchObject({ reason: 'other_profile' });
    expect(line.lamp.writes).toEqual([]);
  });

  test('is not covered by another principal\u2019s ticket, and does not say that it exists', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    const foreign = await errorOf(line.value('lamp_set', { ...on, confirm: true, ticket }, { principal: 'mallory' }));
    const invented = await errorOf(
      line.value('lamp_set', { ...on, confirm: true, ticket: `lct_${'0'.repeat(24)}` }, { principal: 'mallory' }),
    );
    expect(foreign.details).toMatchObject({ reason: 'unknown_ticket' });
    expect(invented.details).toMatchObject({ reason: 'unknown_ticket' });
    expect(line.lamp.writes).toEqual([]);
  });

  test('needs the whole ticket, not a beginning of it', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    const short = String(ticket).slice(0, 12);
    expect((await errorOf(line.value('lamp_set', { ...on, confirm: true, ticket: short }))).details).toMatchObject({
      reason: 'unknown_ticket',
    });
  });

  test('expires', async () => {
    let now = 1_000_000;
    line = await startLine({ clock: { now: () => now } });
    const { ticket } = await line.value('lamp_set', on);
    now += 600_001;
    expect(await line.says('lamp_set', { ...on, confirm: true, ticket })).toBe('expired');
    expect(await line.says('lamp_set', { ...on, confirm: true, ticket })).toBe('expired');
    expect(line.lamp.writes).toEqual([]);
  });

  test('is stale when what was previewed changed, shows what changed and a new preview', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    line.lamp.state = 'on';
    const error = await errorOf(line.value('lamp_set', { ...on, confirm: true }));
    expect(error).toMatchObject({
      code: 'stale',
      details: { changed: { state: { was: 'off', is: 'on' } }, preview: { status: 'preview' } },
    });
    expect(line.lamp.writes).toEqual([]);
    expect(await line.says('lamp_set', { ...on, confirm: true })).toBe('executed');
  });

  test('leads out of a stale preview, whoever keeps sending its ticket', async () => {
    line = await startLine();
    const { ticket } = await line.value('lamp_set', on);
    line.lamp.state = 'on';
    expect(await line.says('lamp_set', { ...on, confirm: true, ticket })).toBe('stale');
    const error = await errorOf(line.value('lamp_set', { ...on, confirm: true, ticket }));
    expect(error).toMatchObject({ code: 'preview_required', details: { reason: 'stale_preview' } });
    expect(error.hint).toContain('with its ticket or with none');
    const shown = z.object({ preview: z.object({ ticket: z.string() }) }).parse(error.details);
    expect(await line.says('lamp_set', { ...on, confirm: true, ticket: shown.preview.ticket })).toBe('executed');
  });

  test('sees a change made between the question and the claim', async () => {
    line = await startLine();
    await line.value('lamp_break', on);
    const meddling = { mode: 'push' as const, ask: async () => ((line.lamp.state = 'on'), 'approved' as const) };
    expect(await line.says('lamp_break', { ...on, confirm: true }, { asking: meddling })).toBe('stale');
    expect(line.lamp.writes).toEqual([]);
  });

  test('does not start for a caller who has left', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    expect(await line.says('lamp_set', { ...on, confirm: true }, { signal: AbortSignal.abort() })).toBe('cancelled');
    expect(line.lamp.writes).toEqual([]);
  });

  test('completes for a caller who leaves while it runs, and its receipt can be fetched', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    const leaving = new AbortController();
    line.lamp.before = async () => {
      leaving.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    expect(await line.says('lamp_set', { ...on, confirm: true }, { signal: leaving.signal })).toBe('executed');
    expect(await line.value('lamp_set', { ...on, confirm: true })).toMatchObject({ replayed: true, status: 'executed' });
    expect(line.lamp.writes).toHaveLength(1);
  });

  test('is waited for when the composition closes', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    const { promise: isAtWork, resolve: atWork } = Promise.withResolvers<void>();
    line.lamp.before = () => {
      atWork();
      return new Promise((resolve) => setTimeout(resolve, 100));
    };
    const confirming = line.says('lamp_set', { ...on, confirm: true });
    await isAtWork;
    await line.composition.close();
    expect(line.lamp.writes).toHaveLength(1);
    expect(await confirming).toBe('executed');
  });

  test('answers a refusal of the backend as failed, with the steps that were done', async () => {
    line = await startLine();
    const args = { code: 'not_found', partly: true };
    await line.value('lamp_refuse', args);
    const error = await errorOf(line.value('lamp_refuse', { ...args, confirm: true }));
    expect(error).toMatchObject({ code: 'not_found', details: { status: 'failed', steps_done: ['first part'] } });
  });

  test('answers a conflict of the backend as stale', async () => {
    line = await startLine();
    await line.value('lamp_refuse', { code: 'conflict' });
    expect(await line.says('lamp_refuse', { code: 'conflict', confirm: true })).toBe('stale');
  });

  test('does not call a conflict stale when a part of the write is done', async () => {
    line = await startLine();
    const args = { code: 'conflict', partly: true };
    await line.value('lamp_refuse', args);
    const error = await errorOf(line.value('lamp_refuse', { ...args, confirm: true }));
    expect(error).toMatchObject({ code: 'conflict', details: { status: 'failed', steps_done: ['first part'] } });
  });

  test('answers anything unclear as unknown and does not try again', async () => {
    line = await startLine();
    await line.value('lamp_refuse', { code: 'timeout' });
    expect(await line.says('lamp_refuse', { code: 'timeout', confirm: true })).toBe('unknown_outcome');
    const again = await errorOf(line.value('lamp_refuse', { code: 'timeout', confirm: true }));
    expect(again).toMatchObject({ code: 'unknown_outcome', details: { status: 'unknown', replayed: true } });
  });

  test('reconciles an unknown outcome with the backend', async () => {
    line = await startLine();
    line.lamp.after = () => {
      throw new Error('the answer was lost');
    };
    await line.value('lamp_set', on);
    expect(await line.value('lamp_set', { ...on, confirm: true })).toMatchObject({ status: 'executed', result: null });
    expect(line.lamp.writes).toHaveLength(1);
  });

  test('executes once for many confirmations at once; the others get its receipt', async () => {
    line = await startLine();
    await line.value('lamp_set', on);
    line.lamp.before = () => new Promise((resolve) => setTimeout(resolve, 30));
    const answers = await Promise.all(Array.from({ length: 20 }, () => line.value('lamp_set', { ...on, confirm: true })));
    expect(answers.map((answer) => answer['status'])).toEqual(Array.from({ length: 20 }, () => 'executed'));
    expect(answers.filter((answer) => answer['replayed'] !== true)).toHaveLength(1);
    expect(line.lamp.writes).toHaveLength(1);
  });
});
