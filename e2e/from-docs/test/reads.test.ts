import { expect, test } from 'vitest';
import { start } from './started.ts';

test('says what it left out', async () => {
  const { callTool } = await start();
  expect(await callTool('window_list', { status: 'scheduled', limit: 1 })).toMatchObject({
    windows: [{ id: 'mw-1' }],
    left_out: 1,
  });
});

test('answers the old name with the old arguments in the old shape', async () => {
  const { callTool } = await start();
  expect(await callTool('maintenance.list', { active: false })).toEqual({ items: [expect.objectContaining({ id: 'mw-3' })] });
});

test('puts a picture beside the times', async () => {
  const { answer } = await start();
  const drawn = await answer('window_draw', { id: 'mw-2' });
  expect(drawn).toMatchObject({
    kind: 'value',
    value: { starts_at: '2030-05-01T04:00:00.000Z' },
    images: [{ alt: '"Switch replacement" from 2030-05-01T04:00:00.000Z to 2030-05-01T04:30:00.000Z' }],
  });
  const png = drawn.kind === 'value' ? drawn.images[0]?.png : undefined;
  expect(Buffer.from(png ?? []).toString('latin1', 1, 4)).toBe('PNG');
});

test('remembers who cancelled what, and tells its progress on the way', async () => {
  const { confirmTool, composition, caller } = await start({ principal: 'robin' });
  await confirmTool('window_cancel', { id: 'mw-1', reason: 'The release was moved.' });
  const seen: unknown[] = [];
  const answered = await composition.call({
    tool: 'cancellation_list',
    args: {},
    caller,
    asking: { mode: 'none' },
    signal: new AbortController().signal,
    progress: (progress) => seen.push(progress),
  });
  expect(answered).toMatchObject({
    value: { cancellations: [{ id: 'mw-1', title: 'Database upgrade', by: 'robin', reason: 'The release was moved.' }] },
  });
  expect(seen).toEqual([{ progress: 1, total: 1, message: 'Database upgrade' }]);
});

test('remembers a cancellation whose answer was lost, and none that did not happen', async () => {
  const { previewTool, callTool, backend } = await start();
  const lost = { id: 'mw-1', reason: 'The answer gets lost.' };
  const refused = { id: 'mw-2', reason: 'The service refuses.' };
  await previewTool('window_cancel', lost);
  await previewTool('window_cancel', refused);
  backend.http[0]?.inject({ kind: 'reset', afterEffect: true }, { path: '/windows/:id/cancel', times: 1 });
  expect(await callTool('window_cancel', { ...lost, confirm: true })).toMatchObject({ status: 'executed', result: null });
  backend.http[0]?.inject({ kind: 'status', status: 403 }, { path: '/windows/:id/cancel', times: 1 });
  await expect(callTool('window_cancel', { ...refused, confirm: true })).rejects.toMatchObject({ code: 'forbidden' });
  expect(await callTool('cancellation_list')).toMatchObject({ cancellations: [{ id: 'mw-1', reason: lost.reason }] });
});

test('needs no service to compute', async () => {
  const { callTool } = await start({ connections: {} });
  expect(await callTool('duration_show', { from: '2030-05-01T01:00:00Z', to: '2030-05-01T02:30:00Z' })).toEqual({ minutes: 90 });
});

test.each([
  ['window_list', {}],
  ['window_cancel', { id: 'mw-1', reason: 'None.' }],
])('%s without a service is not configured', async (tool, args) => {
  const { callTool } = await start({ connections: {} });
  await expect(callTool(tool, args)).rejects.toMatchObject({ code: 'not_configured' });
});

test('is unreachable when the service is gone', async () => {
  const { callTool, backend } = await start();
  backend.http[0]?.inject({ kind: 'reset' });
  await expect(callTool('window_get', { id: 'mw-1' })).rejects.toMatchObject({ code: 'unreachable' });
});
