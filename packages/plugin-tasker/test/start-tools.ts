import { type AnyTool, definePlugin, type JsonObject, type Plugin } from '@lineclear/core/plugin';
import { fakeHttp, type FakeHttp, type Route, startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { startTaskerSandbox, type TaskerSandbox, type TaskerSandboxOptions } from '@lineclear/testing/tasker';
import { onTestFinished } from 'vitest';

interface Wanted extends Pick<StartOptions, 'clock' | 'limits'> {
  readonly tools: readonly AnyTool[];
}

/** Some tools alone, in front of a backend that answers as a test says. */
export const startTools = async ({
  tools,
  routes,
  settings = {},
  ...options
}: Wanted & {
  readonly routes: readonly Route[];
  /** Of the connection, beside its URL. */
  readonly settings?: JsonObject;
}): Promise<StartedPlugin & { readonly http: FakeHttp }> => {
  const http = await fakeHttp({ routes });
  const connections = { tasker: { url: http.url, ...settings } };
  const started = await startPlugin({ plugin: pluginOf(tools), connections, ...options });
  onTestFinished(async () => {
    await started.close();
    await http.close();
  });
  return { ...started, http };
};

interface InSandbox extends Wanted, Omit<TaskerSandboxOptions, 'clock'> {
  readonly settings?: (sandbox: TaskerSandbox) => JsonObject;
}

/** Some tools alone, in front of a sandbox, with the settings that a test makes for it. */
export const startInSandbox = async ({
  tools,
  clock,
  limits,
  settings = () => ({}),
  ...options
}: InSandbox): Promise<StartedPlugin & { readonly sandbox: TaskerSandbox }> => {
  const sandbox = await startTaskerSandbox({ ...options, ...(clock !== undefined && { clock }) });
  const connections = { tasker: { url: sandbox.url, ...settings(sandbox) } };
  const started = await startPlugin({
    plugin: pluginOf(tools),
    connections,
    ...(clock !== undefined && { clock }),
    ...(limits !== undefined && { limits }),
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return { ...started, sandbox };
};

const pluginOf = (tools: readonly AnyTool[]): Plugin => {
  const toolsets = new Set(tools.map(({ toolset }) => toolset));
  return definePlugin({
    id: 'tasker',
    title: 'Tasker',
    version: '1.0.0',
    toolsets: Object.fromEntries([...toolsets].map((name) => [name, { title: name, use: `What belongs to ${name}.` }])),
    tools,
  });
};

/** A route for GET that answers this JSON, or what a function of query and path makes of it. */
export const get = (path: string, json: unknown): Route => ({
  method: 'GET',
  path,
  handle: ({ request, params }) => ({ json: typeof json === 'function' ? json({ ...request.query, ...params }) : json }),
});

/** An error answer as the server writes it. */
export const refusal = ({
  path,
  status,
  code,
  message,
  headers = {},
}: {
  path: string;
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string>;
}): Route => ({ method: 'GET', path, handle: () => ({ status, headers, json: { error: { code, message } } }) });
