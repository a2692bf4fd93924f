import { definePlugin, LineclearError, read, write } from '@lineclear/core/plugin';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import type { StartOptions } from './start-plugin.ts';
import { startPlugin } from './start-plugin.ts';
import { testClock } from './test-clock.ts';

const counter = () => {
  let count = 0;
  const facts = { toolset: 'counter', input: z.object({}), output: z.object({ count: z.int() }) };
  const show = read({ ...facts, name: 'counter_show', description: 'Show the count.', run: () => ({ count }) });
  const fail = read({
    ...facts,
    name: 'counter_fail',
    description: 'Fail to count.',
    run: ({ log }) => {
      log.warn({ count }, 'cannot count');
      throw new LineclearError('rate_limited', 'Too fast.', { retryAfterS: 7, details: { reason: 'quota' } });
    },
  });
  const reset = write({
    ...facts,
    name: 'counter_reset',
    description: 'Set the count to zero.',
    risk: 'destructive',
    preview: () => ({ description: `Set ${count} to zero.`, guard: { count } }),
    execute: () => ({ count: (count = 0) }),
  });
  const add = write({
    ...facts,
    name: 'counter_add',
    description: 'Add one.',
    risk: 'additive',
    preview: () => ({ description: 'Add one.', guard: {} }),
    execute: () => ({ count: (count += 1) }),
  });
  return definePlugin({
    id: 'counter',
    title: 'Counter',
    version: '1.0.0',
    toolsets: { counter: { title: 'Counter', use: 'Count.' } },
    tools: [show, fail, reset, add],
  });
};

const start = async (options: Partial<StartOptions> = {}) => {
  const started = await startPlugin({ plugin: counter(), ...options });
  onTestFinished(started.close);
  return started;
};

test('yields the structured answer of a read', async () => {
  const { callTool } = await start();
  expect(await callTool('counter_show')).toEqual({ count: 0 });
});

test('throws the error that a caller would see, and keeps the log', async () => {
  const { callTool, log } = await start();
  const error = await callTool('counter_fail').catch((thrown: unknown) => thrown);
  expect(LineclearError.is(error)).toBe(true);
  expect(error).toMatchObject({ code: 'rate_limited', message: 'Too fast.', retryAfterS: 7, details: { reason: 'quota' } });
  expect(log).toContainEqual({ level: 'warn', fields: { count: 0 }, message: 'cannot count' });
  await expect(callTool('counter_show', { surprise: 1 })).rejects.toMatchObject({ code: 'invalid_input' });
});

test('previews and confirms a write once', async () => {
  const { confirmTool, callTool, questions } = await start();
  const { preview, outcome, receipt } = await confirmTool('counter_add');
  expect([preview['description'], outcome['result'], receipt['outcome']]).toEqual(['Add one.', { count: 1 }, 'executed']);
  expect(await callTool('counter_show')).toEqual({ count: 1 });
  expect(questions).toEqual([]);
});

test('asks the fake person, and hears a refusal', async () => {
  const { confirmTool, questions } = await start({ person: 'declines' });
  await expect(confirmTool('counter_reset')).rejects.toMatchObject({ code: 'rejected' });
  expect(questions).toEqual([expect.stringContaining('Set 0 to zero.')]);
});

test('waits for an approver where nobody can be asked', async () => {
  const { previewTool, callTool, approve } = await start({ person: 'absent' });
  const { ticket } = await previewTool('counter_reset');
  const args = { confirm: true, ticket: ticket ?? null };
  await expect(callTool('counter_reset', args)).rejects.toMatchObject({ code: 'awaiting_approval' });
  await approve(String(ticket));
  expect(await callTool('counter_reset', args)).toMatchObject({
    status: 'executed',
    receipt: { assurance: 'human', approver: 'test approver' },
  });
});

test('lets a preview expire when its clock moves on', async () => {
  const clock = testClock();
  const { previewTool, callTool } = await start({ clock });
  await previewTool('counter_add');
  clock.advance(11 * 60_000);
  await expect(callTool('counter_add', { confirm: true })).rejects.toMatchObject({
    code: expect.stringMatching(/expired|preview_required/),
  });
});

test('says what came instead of a preview or an execution', async () => {
  const { previewTool } = await start();
  await expect(previewTool('counter_show')).rejects.toThrow(
    'counter_show answered "without a status" where "preview" was expected',
  );
});

test('takes profile, principal and read-only as a host does', async () => {
  const production = await start({ profile: { name: 'live', tier: 'production' }, principal: 'ada' });
  const { preview, receipt } = await production.confirmTool('counter_add');
  expect([preview['tier'], receipt['principal'], receipt['profile']]).toEqual(['production', 'ada', 'live']);
  const observer = await start({ readOnly: true });
  await expect(observer.callTool('counter_add')).rejects.toMatchObject({ code: expect.any(String) });
  expect(observer.composition.tools(observer.caller).map((tool) => tool.name)).not.toContain('counter_add');
});
