import type { JsonObject } from '@lineclear/core/plugin';
import { testClock } from '@lineclear/testing';
import { expect, test } from 'vitest';
import { entryBody, pageOf, uuidOf } from '../../test/dlq-bodies.ts';
import { get, refusal, startTools } from '../../test/start-tools.ts';
import { dlqList } from './dlq-list.ts';

const fixedClock = { now: () => Date.parse('2026-03-01T12:00:00.123Z') };
const start = (entries: unknown, clock = fixedClock) =>
  startTools({ tools: [dlqList], routes: [get('/v1/dlq', entries)], clock });

test('asks in the spelling of the server and answers in snake_case and UTC', async () => {
  const resolved = {
    resolution_status: 'ManuallyResolved',
    resolution_timestamp: '2026-03-01T10:30:00.123456',
    resolved_by: 'ada',
  };
  const { callTool, http } = await start([entryBody(1, resolved)]);
  const answer = await callTool('dlq_list', { resolution_status: 'manually_resolved', limit: 5, offset: 7 });
  expect(http.requests.map(({ url }) => url)).toEqual(['/v1/dlq?resolution_status=ManuallyResolved&limit=6&offset=7']);
  expect(answer).toEqual({
    entries: [
      {
        dlq_entry_uuid: uuidOf('d', 1),
        task_uuid: uuidOf('a', 1),
        namespace: 'production',
        task_name: 'order_fulfillment',
        dlq_reason: 'staleness_timeout',
        original_state: 'waiting_for_retry',
        resolution_status: 'manually_resolved',
        dlq_timestamp: '2026-03-01T10:00:00.123Z',
        minutes_in_dlq: 30,
        resolution_timestamp: '2026-03-01T10:30:00.123Z',
        resolved_by: 'ada',
        resolution_notes: null,
      },
    ],
    count: 1,
    offset: 7,
    complete: true,
    next_offset: null,
  });
});

test('counts the minutes of a pending entry until now, whatever time the server stamped on it', async () => {
  const { callTool } = await start([entryBody(1, { resolution_timestamp: '2026-03-01T10:05:00' })]);
  expect(await callTool('dlq_list')).toMatchObject({ entries: [{ minutes_in_dlq: 120, resolution_timestamp: null }] });
});

test('pages without a total', async () => {
  const { callTool, http } = await start(pageOf(45, (number) => entryBody(number)));
  expect(await callTool('dlq_list')).toMatchObject({ count: 20, complete: false, next_offset: 20 });
  expect(await callTool('dlq_list', { offset: 20 })).toMatchObject({ count: 20, complete: false, next_offset: 40 });
  expect(await callTool('dlq_list', { offset: 40 })).toMatchObject({ count: 5, complete: true, next_offset: null });
  expect(await callTool('dlq_list', { offset: 25 })).toMatchObject({ count: 20, complete: true });
  expect(http.requests).toHaveLength(4);
});

test('refuses a status that does not exist without asking the server', async () => {
  const { callTool, http } = await start([]);
  const refused: JsonObject[] = [
    { resolution_status: 'Pending' },
    { resolution_status: 'open' },
    { limit: 0 },
    { limit: 101 },
    { offset: -1 },
  ];
  for (const args of refused) await expect(callTool('dlq_list', args)).rejects.toMatchObject({ code: 'invalid_input' });
  expect(http.requests).toEqual([]);
});

test('shows an entry whose snapshot says nothing', async () => {
  const { callTool } = await start([entryBody(1, { task_snapshot: null }), entryBody(2, { task_snapshot: { namespace: 7 } })]);
  expect(await callTool('dlq_list')).toMatchObject({
    entries: [
      { namespace: null, task_name: null },
      { namespace: null, task_name: null },
    ],
  });
});

test('sends one bounded page of 50,000 entries with long notes, whole', async () => {
  const long = { resolution_notes: 'n'.repeat(5_000), resolved_by: 'r'.repeat(500) };
  const { answer, http } = await start(
    pageOf(50_000, (number) => entryBody(number, long)),
    testClock(),
  );
  const page = await answer('dlq_list', { limit: 100 });
  if (page.kind !== 'value') throw new Error(JSON.stringify(page));
  expect(page.value).toMatchObject({ count: 100, complete: false, next_offset: 100 });
  // Nothing was cut from outside, so that "count" and "complete" hold.
  expect(page.value).not.toHaveProperty('left_out');
  expect(page.text.length).toBeLessThan(100_000);
  expect(http.requests).toHaveLength(1);
});

test('a refusal in plain text is an error with a code', async () => {
  const text = 'Failed to deserialize query string: unknown variant';
  const routes = [{ method: 'GET', path: '/v1/dlq', handle: () => ({ status: 400, text }) }];
  const { callTool } = await startTools({ tools: [dlqList], routes });
  await expect(callTool('dlq_list')).rejects.toMatchObject({ code: 'invalid_input', details: { status: 400 } });
});

test('names the permission that is missing', async () => {
  const message = 'Missing required permission: dlq:read';
  const routes = [refusal({ path: '/v1/dlq', status: 403, code: 'AUTHORIZATION_FAILED', message })];
  const { callTool } = await startTools({ tools: [dlqList], routes });
  await expect(callTool('dlq_list')).rejects.toMatchObject({ code: 'forbidden', hint: expect.stringContaining('dlq:read') });
});
