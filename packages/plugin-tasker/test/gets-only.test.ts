import { startPlugin } from '@lineclear/testing';
import { startTaskerSandbox } from '@lineclear/testing/tasker';
import { expect, onTestFinished, test } from 'vitest';
import tasker from '../src/index.ts';
import { calls } from './calls.ts';

test('reads and previews send GET and nothing else', async () => {
  const sandbox = await startTaskerSandbox();
  const started = await startPlugin({
    plugin: tasker,
    connections: { tasker: { url: sandbox.url, worker_url: sandbox.workerUrl } },
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  for (const [tool, args] of Object.entries(calls)) {
    sandbox.http.clear();
    expect(await started.answer(tool, args), tool).toMatchObject({ kind: 'value' });
    expect(new Set(sandbox.http.requests.map(({ method }) => method)), tool).toEqual(new Set(['GET']));
  }
  expect(new Set(sandbox.worker.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});
