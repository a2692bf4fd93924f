import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import { flagsPlugin } from '../src/index.ts';
import { startBackend } from './backend.ts';

const start = async () => {
  const backend = await startBackend();
  const started = await startPlugin({ plugin: flagsPlugin, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close();
  });
  return { ...started, backend };
};

test('says who is affected and sends nothing', async () => {
  const { previewTool, backend } = await start();
  const preview = await previewTool('flag_set', { key: 'dark-mode', enabled: false });
  expect(preview).toMatchObject({
    description: 'Turn "dark-mode" off (test): 12 services read it.',
    warnings: [],
    risk: 'reversible',
  });
  expect(backend.http[0]?.unsafe()).toEqual([]);
});

test('warns when there is nothing to do', async () => {
  const { previewTool } = await start();
  expect(await previewTool('flag_set', { key: 'dark-mode', enabled: true })).toMatchObject({ warnings: ['It is on already.'] });
});

test('changes the previewed version once, with the id of the plan', async () => {
  const { confirmTool, backend } = await start();
  const { outcome, receipt } = await confirmTool('flag_set', { key: 'dark-mode', enabled: false });
  expect(outcome).toMatchObject({ status: 'executed', result: { enabled: false, version: 5 }, effect: { enabled_now: false } });
  expect(backend.http[0]?.unsafe().map((request) => request.json)).toEqual([
    { enabled: false, version: 4, change_id: receipt['plan_id'] },
  ]);
});

test('answers stale when the service sees another version', async () => {
  const { previewTool, callTool, backend } = await start();
  const args = { key: 'dark-mode', enabled: false };
  await previewTool('flag_set', args);
  const flag = backend.flags.get('dark-mode')!;
  backend.flags.set('dark-mode', { ...flag, version: 5 });
  await expect(callTool('flag_set', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  expect(backend.flags.get('dark-mode')).toMatchObject({ enabled: true, version: 5 });
});

test('finds out that it happened when the answer was lost', async () => {
  const { previewTool, callTool, backend } = await start();
  const args = { key: 'dark-mode', enabled: false };
  await previewTool('flag_set', args);
  backend.http[0]?.inject({ kind: 'reset', afterEffect: true }, { unsafe: true });
  expect(await callTool('flag_set', { ...args, confirm: true })).toMatchObject({ status: 'executed', result: null });
  expect(backend.http[0]?.unsafe()).toHaveLength(1);
});
