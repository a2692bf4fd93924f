import { type AnyTool, definePlugin, type JsonObject } from '@lineclear/core/plugin';
import { fakeHttp, type FakeHttp, type Route, startPlugin, type StartedPlugin, type StartOptions } from '@lineclear/testing';
import { onTestFinished } from 'vitest';

const toolsets = ['tasks', 'dlq', 'analytics', 'system'];

/** Some tools alone, in front of a backend that answers as a test says. */
export const startTools = async ({
  tools,
  routes,
  settings = {},
  ...options
}: {
  tools: readonly AnyTool[];
  routes: readonly Route[];
  /** Of the connection, beside its URL. */
  settings?: JsonObject;
} & Pick<StartOptions, 'clock' | 'limits'>): Promise<StartedPlugin & { readonly http: FakeHttp }> => {
  const http = await fakeHttp({ routes });
  const used = toolsets.filter((name) => tools.some(({ toolset }) => toolset === name));
  const plugin = definePlugin({
    id: 'tasker',
    title: 'Tasker',
    version: '1.0.0',
    toolsets: Object.fromEntries(used.map((name) => [name, { title: name, use: `What belongs to ${name}.` }])),
    tools,
  });
  const started = await startPlugin({ plugin, connections: { tasker: { url: http.url, ...settings } }, ...options });
  onTestFinished(async () => {
    await started.close();
    await http.close();
  });
  return { ...started, http };
};

/** A route for GET that answers this JSON, or what a function of the query makes of it. */
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
