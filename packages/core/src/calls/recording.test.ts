import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { errorOf, type Line } from '../confirm/test/line.ts';
import { LineclearError } from '../plugin/errors.ts';
import { secret } from '../plugin/secret.ts';
import { read, write } from '../plugin/tool.ts';
import { eventsOf, startWith } from './test/with-tools.ts';

let line: Line;
afterEach(() => line.composition.close());

const facts = { toolset: 'own', description: 'For tests.', output: z.object({ done: z.boolean() }) };
const failing = (error: () => unknown) =>
  read({
    ...facts,
    name: 'fail_read',
    input: z.object({}),
    run: () => {
      throw error();
    },
  });
const refusing = (error: () => unknown) =>
  write({
    ...facts,
    name: 'fail_preview',
    risk: 'reversible',
    input: z.object({}),
    preview: (): { description: string; guard: null } => {
      throw error();
    },
    execute: () => ({ done: true }),
  });

describe('every call leaves an event', () => {
  test('a read that its backend throttles', async () => {
    line = await startWith([failing(() => new LineclearError('rate_limited', 'The backend said 429.'))]);
    expect(await line.says('fail_read')).toBe('rate_limited');
    expect(await eventsOf(line)).toMatchObject([{ event: 'read', tool: 'fail_read', outcome: 'rate_limited' }]);
  });

  test.each(['rate_limited', 'stale', 'rejected', 'expired', 'unknown_outcome'] as const)(
    'a preview that fails with %s',
    async (code) => {
      line = await startWith([refusing(() => new LineclearError(code, 'No.'))]);
      expect(await line.says('fail_preview')).toBe(code);
      expect(await eventsOf(line)).toMatchObject([{ event: 'refused', tool: 'fail_preview', outcome: code }]);
    },
  );

  test('a preview whose error says the status of something else', async () => {
    line = await startWith([refusing(() => new LineclearError('conflict', 'It failed.', { details: { status: 'failed' } }))]);
    expect(await line.says('fail_preview')).toBe('conflict');
    expect(await eventsOf(line)).toMatchObject([{ event: 'refused', tool: 'fail_preview', outcome: 'conflict' }]);
  });

  test('a read whose error cannot be written as JSON', async () => {
    const details: Record<string, unknown> = {};
    details['self'] = details;
    line = await startWith([failing(() => new LineclearError('upstream_error', 'No.', { details }))]);
    expect(await line.says('fail_read')).toBe('upstream_error');
    expect(await eventsOf(line)).toMatchObject([{ event: 'read', tool: 'fail_read', outcome: 'upstream_error' }]);
  });

  test('a call with a number that JSON cannot say', async () => {
    line = await startWith([]);
    expect(await line.says('lamp_get', JSON.parse('{"limit":1e400}'))).toBe('invalid_input');
    expect(await eventsOf(line)).toMatchObject([{ event: 'read', tool: 'lamp_get', outcome: 'invalid_input' }]);
  });
});

describe('the trail does not hold', () => {
  const clear = 'hunter2-hunter2';
  const login = z.object({ user: z.string(), login: z.object({ password: secret() }) });
  const args = { user: 'ada', login: { password: clear } };
  const echo = read({
    ...facts,
    name: 'echo',
    input: login,
    output: z.object({ text: z.string() }),
    run: ({ input }) => ({ text: `tried ${input.login.password.reveal()}` }),
  });
  const put = write({
    ...facts,
    name: 'put',
    risk: 'reversible',
    input: login,
    preview: () => ({ description: 'Put.', guard: null }),
    execute: () => ({ done: true }),
  });

  test('a secret argument of a read, and neither does the answer', async () => {
    line = await startWith([echo]);
    expect(await line.value('echo', args)).toEqual({ text: 'tried [secret]' });
    const events = await eventsOf(line);
    expect(events).toMatchObject([{ tool: 'echo', input: { user: 'ada', login: { password: '[secret]' } } }]);
    expect(JSON.stringify(events)).not.toContain(clear);
  });

  test('a secret argument of a call that was refused before it was parsed', async () => {
    line = await startWith([echo, put]);
    expect(await line.says('put', args, { readOnly: true })).toBe('writes_off');
    expect(await line.says('put', { ...args, extra: 1 })).toBe('invalid_input');
    expect(await line.says('echo', { ...args, user: 1 })).toBe('invalid_input');
    expect(await line.says('put', { ...args, login: [{ password: clear }] })).toBe('invalid_input');
    const events = await eventsOf(line);
    expect(events).toHaveLength(4);
    expect(JSON.stringify(events)).not.toContain(clear);
  });

  test('half a secret where a long text is cut', async () => {
    line = await startWith([]);
    const known = 'marked-secret-token';
    const note = `${'x'.repeat(190)}${known}${'x'.repeat(1_000)}`;
    await line.value('lamp_set', { state: 'on', note });
    await errorOf(line.value('lamp_set', { state: 'dim', note }));
    const events = await eventsOf(line);
    expect(events).toHaveLength(2);
    expect(JSON.stringify(events)).not.toContain(known.slice(0, 6));
  });

  test('names and profiles that forge lines, or pages of them', async () => {
    line = await startWith([]);
    await line.call('nothing\u001b[2J\u202e\nforged');
    await line.call('lamp_get', { profile: `\u001b[31m\n${'p'.repeat(10_000)}` });
    const events = await eventsOf(line);
    expect(events).toHaveLength(2);
    // oxlint-disable-next-line no-control-regex
    for (const { tool, profile } of events) expect(`${tool} ${profile}`).toMatch(/^[^\u001b\u202e\n]{1,300}$/);
  });

  test('a flood of calls for tools that do not exist', async () => {
    line = await startWith([], { limits: { callsPerSecond: 5 } });
    for (let count = 0; count < 50; count += 1) await line.call(`nothing_${count}`);
    expect((await eventsOf(line)).length).toBeLessThanOrEqual(20);
  });
});
