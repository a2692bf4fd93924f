import { expect, test } from 'vitest';
import { start } from './started.ts';

const kernel = { title: 'Kernel upgrade', service: 'orders', starts_at: '2030-05-01T01:15:00Z', minutes: 60 };
const cancel = { id: 'mw-1', reason: 'The release was moved.' };

test('creating previews what it meets and sends nothing', async () => {
  const { previewTool, backend } = await start();
  expect(await previewTool('window_create', kernel)).toMatchObject({
    description: 'Schedule "Kernel upgrade" for orders (test): 60 minutes.',
    details: { ends_at: '2030-05-01T02:15:00.000Z' },
    warnings: ['"Database upgrade" is at the same time.'],
    risk: 'additive',
  });
  expect(backend.http[0]?.unsafe()).toEqual([]);
});

test('creating sends the id of the plan as idempotency key, for the person who asked', async () => {
  const { confirmTool, backend } = await start({ principal: 'robin' });
  const { outcome, receipt } = await confirmTool('window_create', kernel);
  expect(outcome).toMatchObject({ status: 'executed', result: { id: 'mw-4', created_by: 'robin' } });
  expect(backend.http[0]?.unsafe().map(({ headers }) => headers['idempotency-key'])).toEqual([receipt['plan_id']]);
});

test('a creation whose answer was lost is found by its key', async () => {
  const { previewTool, callTool, backend } = await start();
  await previewTool('window_create', kernel);
  backend.http[0]?.inject({ kind: 'reset', afterEffect: true }, { unsafe: true });
  expect(await callTool('window_create', { ...kernel, confirm: true })).toMatchObject({ status: 'executed', result: null });
  expect(backend.windows.size).toBe(4);
});

test('cancelling asks a person, and answers a receipt and what is true now', async () => {
  const { confirmTool, questions, backend } = await start();
  const { preview, outcome, receipt } = await confirmTool('window_cancel', cancel);
  expect(preview).toMatchObject({ risk: 'destructive', description: 'Cancel "Database upgrade" of orders (test).' });
  expect(questions).toHaveLength(1);
  expect(outcome).toMatchObject({ status: 'executed', result: { status: 'cancelled' }, effect: { status_now: 'cancelled' } });
  expect(receipt).toMatchObject({ plan_id: expect.any(String) });
  expect(backend.windows.get('mw-1')).toMatchObject({ status: 'cancelled', version: 2, last_change_id: receipt['plan_id'] });
});

test('a second confirmation answers the receipt of the first', async () => {
  const { confirmTool, callTool, backend } = await start();
  const { preview, receipt } = await confirmTool('window_cancel', cancel);
  const again = await callTool('window_cancel', { ...cancel, confirm: true, ticket: preview['ticket'] ?? '' });
  expect(again).toMatchObject({ status: 'executed', replayed: true, receipt: { plan_id: receipt['plan_id'] } });
  expect(backend.http[0]?.unsafe()).toHaveLength(1);
});

test('nothing is cancelled when the person declines', async () => {
  const { previewTool, callTool, backend } = await start({ person: 'declines' });
  await previewTool('window_cancel', cancel);
  await expect(callTool('window_cancel', { ...cancel, confirm: true })).rejects.toMatchObject({ code: 'rejected' });
  expect(backend.windows.get('mw-1')).toMatchObject({ status: 'scheduled' });
});

test('cancelling answers stale when somebody else changed the window', async () => {
  const { previewTool, callTool, backend } = await start();
  await previewTool('window_cancel', cancel);
  const window = backend.windows.get('mw-1')!;
  backend.windows.set('mw-1', { ...window, version: 2 });
  await expect(callTool('window_cancel', { ...cancel, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  expect(backend.http[0]?.unsafe()).toEqual([]);
});

test('a window that is cancelled already is a conflict with a reason', async () => {
  const { callTool } = await start();
  await expect(callTool('window_cancel', { id: 'mw-3', reason: 'Twice.' })).rejects.toMatchObject({
    code: 'conflict',
    details: { reason: 'already_cancelled' },
  });
});

test.each([
  [15, 'additive'],
  [16, 'reversible'],
])('extending by %i minutes is %s', async (minutes, risk) => {
  const { previewTool } = await start();
  expect(await previewTool('window_extend', { id: 'mw-1', minutes })).toMatchObject({ risk });
});

test('extending moves the end that was previewed', async () => {
  const { confirmTool } = await start();
  const { preview, outcome } = await confirmTool('window_extend', { id: 'mw-1', minutes: 45 });
  expect(preview).toMatchObject({ changes: ['- ends_at 2030-05-01T01:30:00.000Z', '+ ends_at 2030-05-01T02:15:00.000Z'] });
  expect(outcome).toMatchObject({ effect: { ends_now: '2030-05-01T02:15:00.000Z' } });
});

test('a conflict that only the service sees is stale', async () => {
  const { previewTool, callTool, backend } = await start();
  const args = { id: 'mw-1', minutes: 45 };
  await previewTool('window_extend', args);
  backend.http[0]?.inject({ kind: 'status', status: 412 }, { method: 'PATCH', times: 1 });
  await expect(callTool('window_extend', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
});
