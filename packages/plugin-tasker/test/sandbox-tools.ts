import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { startTaskerSandbox, type TaskerSandbox, type TaskerSandboxOptions } from '@lineclear/testing/tasker';
import { onTestFinished } from 'vitest';

/** Some tools alone, in front of a sandbox of their own whose clock stands still. */
export const startOnSandbox = async ({
  tools,
  clock = { now: () => Date.UTC(2026, 2, 2, 12) },
  limits,
  settings = {},
  ...options
}: {
  tools: readonly AnyTool[];
  /** Of the connection, beside its URL. */
  settings?: JsonObject;
} & Pick<StartOptions, 'limits'> &
  TaskerSandboxOptions): Promise<StartedPlugin & { readonly sandbox: TaskerSandbox }> => {
  const sandbox = await startTaskerSandbox({ clock, ...options });
  const toolsets = new Set(tools.map(({ toolset }) => toolset));
  const plugin = definePlugin({
    id: 'tasker',
    title: 'Tasker',
    version: '1.0.0',
    toolsets: Object.fromEntries([...toolsets].map((name) => [name, { title: name, use: `What belongs to ${name}.` }])),
    tools,
  });
  const started = await startPlugin({
    plugin,
    connections: { tasker: { url: sandbox.url, ...settings } },
    clock,
    ...(limits === undefined ? {} : { limits }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox };
};
