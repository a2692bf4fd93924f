import { compose } from '@lineclear/core';
import { startTaskerSandbox, exercise } from '@lineclear/testing/tasker';
import { expect, onTestFinished, test } from 'vitest';
import { actions } from './test/start-actions.ts';

test('a write to a profile that is not the active one is refused, naming both', async () => {
  const sandbox = await startTaskerSandbox();
  const connections = { tasker: { url: sandbox.url } };
  const composition = await compose({
    plugins: [actions],
    profiles: { default: 'staging', profiles: { staging: { connections }, production: { connections } } },
  });
  onTestFinished(async () => {
    await composition.close();
    await sandbox.close();
  });
  const caller = {
    principal: { id: 'tester' },
    profile: 'staging',
    transport: 'embedded',
    client: 'test',
    readOnly: false,
  } as const;
  const call = (args: Record<string, string>) =>
    composition.call({
      tool: 'task_cancel',
      args,
      caller,
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    });
  const answer = await call({ task_uuid: exercise.blockedTask, profile: 'production' });
  expect(answer).toMatchObject({ kind: 'error', error: { code: 'write_profile_locked' } });
  expect(JSON.stringify(answer)).toMatch(/production.*staging|staging.*production/);
  expect(sandbox.http.requests).toEqual([]);
  expect(await call({ task_uuid: exercise.blockedTask, profile: 'staging' })).toMatchObject({ value: { status: 'preview' } });
});
