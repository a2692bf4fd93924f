import { definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { startTaskerSandbox, type TaskerSandbox, type TaskerSandboxOptions } from '@lineclear/testing/tasker';
import { onTestFinished } from 'vitest';
import { dlqUpdate } from '../../tools/dlq-update.ts';
import { stepComplete } from '../../tools/step-complete.ts';
import { stepResolve } from '../../tools/step-resolve.ts';
import { stepRetry } from '../../tools/step-retry.ts';
import { taskCancel } from '../../tools/task-cancel.ts';
import { taskSubmit } from '../../tools/task-submit.ts';

/** The toolset alone. */
export const actions = definePlugin({
  id: 'tasker',
  title: 'Tasker',
  version: '1.0.0',
  toolsets: { actions: { title: 'Actions', use: 'Change tasks, steps and dead letters.' } },
  tools: [taskSubmit, taskCancel, stepRetry, stepResolve, stepComplete, dlqUpdate],
});

interface Wanted extends Omit<TaskerSandboxOptions, 'clock'>, Pick<StartOptions, 'person' | 'principal' | 'limits'> {
  /** Of the connection, beside its URL. */
  readonly settings?: JsonObject;
}

export interface StartedActions extends StartedPlugin {
  readonly sandbox: TaskerSandbox;
  /** What has been sent so far that changes something: method, path and body. */
  readonly sent: () => readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
}

const clock = { now: () => Date.UTC(2026, 2, 2, 12) };

/** The write tools in front of a sandbox of their own whose time stands still. */
export const startActions = async ({
  settings = {},
  person,
  principal,
  limits,
  ...options
}: Wanted = {}): Promise<StartedActions> => {
  const sandbox = await startTaskerSandbox({ clock, ...options });
  const started = await startPlugin({
    plugin: actions,
    clock,
    connections: { tasker: { url: sandbox.url, ...settings } },
    ...(person === undefined ? {} : { person }),
    ...(principal === undefined ? {} : { principal }),
    ...(limits === undefined ? {} : { limits }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  const sent = () => sandbox.http.unsafe().map(({ method, path, json }) => ({ method, path, body: json }));
  return { ...started, sandbox, sent };
};
