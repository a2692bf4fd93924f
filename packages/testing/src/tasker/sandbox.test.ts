import { expect, onTestFinished, test } from 'vitest';
import { exercise, startTaskerSandbox } from './index.ts';

test('serves the simulated history, and keeps what two sandboxes hold apart', async () => {
  const sandboxes = await Promise.all([startTaskerSandbox(), startTaskerSandbox({ seed: 'empty', basePath: '/tasker/api' })]);
  onTestFinished(async () => {
    for (const sandbox of sandboxes) await sandbox.close();
  });
  const [full, empty] = sandboxes;
  const blocked = await fetch(`${full.url}/v1/tasks/${exercise.blockedTask}`);
  expect(await blocked.json()).toMatchObject({ name: 'daily_report', namespace: 'analytics', status: 'blocked_by_failures' });
  expect((await fetch(`${empty.url}/v1/tasks/${exercise.blockedTask}`)).status).toBe(404);
  expect(empty.url).toMatch(/\/tasker\/api$/);
  expect((await fetch(`${empty.http.url}/v1/tasks`)).status).toBe(404);
});

test('says everywhere that its data are simulated', async () => {
  const sandbox = await startTaskerSandbox();
  onTestFinished(() => sandbox.close());
  const get = async (path: string): Promise<unknown> => (await fetch(sandbox.url + path)).json();
  expect(await get('/health/detailed')).toMatchObject({ info: { environment: 'sandbox (simulated data)' } });
  expect(await get('/config')).toMatchObject({ metadata: { environment: 'sandbox (simulated data)' } });
  const initiators = sandbox.world.tasks().map(({ initiator, sourceSystem }) => `${initiator} ${sourceSystem}`);
  expect(initiators.filter((text) => !text.includes('simulat'))).toEqual([]);
});
