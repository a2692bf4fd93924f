import { afterEach, describe, expect, test } from 'vitest';
import { errorOf } from '../confirm/test/line.ts';
import { startTapes, type Tapes, tapeProfiles } from '../confirm/test/tapes.ts';
import type { ComposeOptions } from '../compose-options.ts';
import type { Rule } from '../policy/types.ts';
import { memoryStore } from '../store/memory.ts';

let tapes: Tapes;
afterEach(() => tapes.composition.close());

const hello = { tape: 'a', line: 'hello' };

/** A tape that was started under no rules, in front of a server with these: a host keeps its policy as long as it runs. */
const stricter = async (options: Partial<ComposeOptions>) => {
  const store = memoryStore();
  const instance = 'one';
  const before = await startTapes({ store, instance });
  const plan = await before.start('a');
  await before.composition.close();
  tapes = await startTapes({ store, instance, ...options });
  tapes.recorder.tapes.set('a', { plan, said: [] });
};
const withPolicy = (...policy: Rule[]) => stricter({ profiles: tapeProfiles({ policy }) });
const refused = async (how?: Parameters<Tapes['value']>[2]) => {
  const error = await errorOf(tapes.value('tape_say', hello, how));
  expect(tapes.said('a')).toEqual([]);
  const [event] = await tapes.composition.audit.query({ tool: 'tape_say', limit: 1 });
  expect(event).toMatchObject({ event: 'refused', outcome: error.code, principal: how?.principal ?? 'ada' });
  return error;
};

describe('policy of a write that a plan covers', () => {
  test.each<[string, Rule]>([
    ['denies it', { tool: 'tape_say', allow: 'deny' }],
    ['allows its preview only', { tool: 'tape_say', allow: 'preview' }],
    ['denies its risk', { risk: 'reversible', allow: 'deny' }],
    ['denies the write that covers it', { tool: 'tape_start', allow: 'deny' }],
    ['allows only a preview of the write that covers it', { tool: 'tape_start', allow: 'preview' }],
    ['denies it to this caller', { principal: 'ada', kind: 'write', allow: 'deny' }],
  ])('refuses it where a rule %s', async (_name, rule) => {
    await withPolicy(rule);
    expect(await refused()).toMatchObject({ code: 'forbidden', details: { reason: 'policy', rule: 0 } });
  });

  test.each(['tape_say', 'tape_start'])('refuses it where more approval is asked of %s than the plan had', async (tool) => {
    await withPolicy({ tool, approval: 'human' });
    expect(await refused()).toEqual({
      code: 'forbidden',
      hint: 'Preview tape_start anew, let a person run lineclear approve with its ticket, and then confirm it.',
      details: { reason: 'approval', covered_by: 'tape_start', required: 'human', given: 'model' },
    });
  });

  test('refuses it where the profile asks for more than the plan had', async () => {
    const staging = { tier: 'staging', approval: { reversible: 'client' }, connections: { recorder: {} } } as const;
    await stricter({ profiles: tapeProfiles({ profiles: { staging } }) });
    expect(await refused()).toMatchObject({ code: 'forbidden', details: { required: 'client', given: 'model' } });
  });

  test('lets it run under a plan that was decided at that level', async () => {
    await withPolicy({ tool: 'tape_say', approval: 'client' });
    const [plan] = await tapes.composition.store.plans({ tool: 'tape_start' });
    await tapes.composition.store.transition({ id: plan?.id ?? '', from: ['executed'], set: { assurance: 'human' }, events: [] });
    expect(await tapes.value('tape_say', hello)).toMatchObject({ receipt: { assurance: 'human' } });
  });

  test('holds for the class of what was started', async () => {
    tapes = await startTapes({ profiles: tapeProfiles({ policy: [{ class: 'loud', tool: 'tape_say', allow: 'deny' }] }) });
    for (const [tape, loud] of [
      ['a', true],
      ['b', false],
    ] as const) {
      await tapes.value('tape_start', { tape, loud });
      await tapes.value('tape_start', { tape, loud, confirm: true });
    }
    expect(await refused()).toMatchObject({ code: 'forbidden', details: { reason: 'policy' } });
    expect(await tapes.says('tape_say', { tape: 'b', line: 'hello' })).toBe('executed');
  });
});

describe('a write that a plan covers', () => {
  test('is off where writes are off', async () => {
    const staging = { tier: 'staging', writes: 'off', connections: { recorder: {} } } as const;
    await stricter({ profiles: tapeProfiles({ profiles: { staging } }) });
    expect(await refused()).toMatchObject({ code: 'writes_off' });
  });

  test('is off for a caller who only reads', async () => {
    await stricter({});
    expect(await refused({ readOnly: true })).toMatchObject({ code: 'writes_off' });
  });

  test('reaches the active profile only', async () => {
    await stricter({});
    const error = await errorOf(tapes.value('tape_say', { ...hello, profile: 'production' }));
    expect(error).toMatchObject({ code: 'write_profile_locked' });
    expect(await tapes.says('tape_say', hello, { profile: 'production' })).toBe('preview_required');
    expect(tapes.said('a')).toEqual([]);
  });

  test.each([{ readOnly: true }, { excludeTools: ['tape_say'] }, { excludeTools: ['tape_start'] }, { tools: ['tape_say'] }])(
    'is left out by the selection %o, under its older name too',
    async (selection) => {
      await stricter({ selection });
      for (const name of ['tape_say', 'tape.say']) {
        expect(await tapes.call(name, hello)).toMatchObject({ kind: 'unknown_tool', error: { details: { reason: 'excluded' } } });
      }
      expect(tapes.said('a')).toEqual([]);
    },
  );

  test('answers under its older name, and is recorded under its own', async () => {
    await stricter({});
    expect(await tapes.says('tape.say', hello)).toBe('executed');
    expect(await tapes.composition.audit.query({ event: 'covered' })).toMatchObject([{ tool: 'tape_say' }]);
  });

  test.each([{ confirm: true }, { confirm: false }, { ticket: 'lct_x' }])('is not confirmed: %o is refused', async (control) => {
    await stricter({});
    const error = await errorOf(tapes.value('tape_say', { ...hello, ...control }));
    const problem = { path: 'confirm', message: 'what tape_start covers is not confirmed; leave confirm and ticket out' };
    expect(error).toMatchObject({ code: 'invalid_input', details: { problems: [problem] } });
    expect(tapes.said('a')).toEqual([]);
  });

  test('takes the arguments of its schema only', async () => {
    await stricter({});
    expect(await tapes.says('tape_say', { ...hello, plan: 'x' })).toBe('invalid_input');
    expect(await tapes.says('tape_say', { tape: 'a' })).toBe('invalid_input');
    expect(tapes.said('a')).toEqual([]);
  });

  test('is not reached from a read, and is from a write that executes', async () => {
    await stricter({});
    expect(await errorOf(tapes.value('tape_echo', { tape: 'a' }))).toMatchObject({
      code: 'forbidden',
      details: { reason: 'nested_confirm' },
    });
    expect(tapes.said('a')).toEqual([]);
    await tapes.value('tape_greet', { tape: 'a' });
    expect(tapes.said('a')).toEqual([]);
    expect(await tapes.value('tape_greet', { tape: 'a', confirm: true })).toMatchObject({ result: { status: 'executed' } });
    expect(tapes.said('a')).toEqual(['hi']);
  });

  test('counts for the rate limit', async () => {
    await stricter({ limits: { callsPerSecond: 1 } });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await tapes.says('tape_say', hello));
    expect(answers).toContain('rate_limited');
    expect(tapes.said('a')).toHaveLength(answers.filter((answer) => answer === 'executed').length);
  });

  test('keeps secrets and long texts out of its record', async () => {
    await stricter({ profiles: tapeProfiles({ secrets: ['hunter2-hunter2'] }) });
    await tapes.value('tape_say', { tape: 'a', line: `hunter2-hunter2 ${'x'.repeat(5_000)}` });
    const [event] = await tapes.composition.audit.query({ event: 'covered' });
    expect(JSON.stringify(event)).not.toContain('hunter2');
    expect(JSON.stringify(event).length).toBeLessThan(2_000);
    expect(JSON.stringify(await tapes.composition.store.plans({}))).not.toContain('hunter2');
  });
});
