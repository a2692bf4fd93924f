import { createServer } from 'node:http';
import type { JsonObject } from '@lineclear/core/plugin';
import { startTaskerSandbox, type TaskerSandboxOptions } from '@lineclear/testing/tasker';
import { type StartedPlugin, startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import tasker from '../src/index.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What is made of an answer: of the JSON of a path, on its way from a true server to the plugin. */
export type Lie = (answer: { readonly json: Json; readonly path: string; readonly method: string }) => unknown;

/** The plugin in front of something that passes requests on to a sandbox and changes what it answers. */
export const startLying = async ({
  lie,
  clock = standing,
  settings = {},
  ...options
}: { readonly lie: Lie; readonly settings?: JsonObject } & TaskerSandboxOptions): Promise<
  StartedPlugin & { readonly requests: readonly string[]; readonly mostAtOnce: () => number }
> => {
  const sandbox = await startTaskerSandbox({ clock, ...options });
  const requests: string[] = [];
  let open = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    const { method = 'GET', url: path = '/' } = request;
    requests.push(`${method} ${path}`);
    open += 1;
    most = Math.max(most, open);
    response.once('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const answer = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
    });
    const text = await answer.text();
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    const said = answer.ok ? await lie({ json: JSON.parse(text), path, method }) : text;
    response.end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no TCP port.');
  const started = await startPlugin({
    plugin: tasker,
    clock,
    limits: { callsPerSecond: 1_000_000, pendingPlans: 100_000, pendingBytes: 1 << 30 },
    connections: { tasker: { url: `http://127.0.0.1:${address.port}`, ...settings } },
  });
  onTestFinished(async () => {
    await started.close();
    server.closeAllConnections();
    server.close();
    await sandbox.close();
  });
  return { ...started, requests, mostAtOnce: () => most };
};

const standing = { now: () => Date.UTC(2026, 2, 2, 12) };

/** Every leaf of a JSON value changed; `place` is the name of the nearest key. */
export const mapLeaves = ({
  json,
  change,
  place = '',
}: {
  readonly json: Json;
  readonly change: (leaf: { readonly value: Json; readonly place: string }) => unknown;
  readonly place?: string;
}): unknown => {
  if (Array.isArray(json)) return json.map((one: Json) => mapLeaves({ json: one, change, place }));
  if (typeof json === 'object' && json !== null)
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, mapLeaves({ json: value, change, place: key })]));
  return change({ value: json, place });
};

/** The texts of an answer that are sentences of ours, and those that are drawings. */
export const ourTexts = (answer: unknown, place = ''): readonly { readonly place: string; readonly text: string }[] => {
  if (typeof answer === 'string') return sentences.has(place) || drawings.has(place) ? [{ place, text: answer }] : [];
  if (Array.isArray(answer)) return answer.flatMap((one: unknown) => ourTexts(one, place));
  if (typeof answer !== 'object' || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => ourTexts(value, key));
};

const sentences: ReadonlySet<string> = new Set(
  [
    'diagnosis notes note warnings why changes hint instruction source how priority_breakdown not_recorded method origin',
    'required_keys identity handler_source handlers_source',
  ].flatMap((line) => line.split(' ')),
);
export const drawings: ReadonlySet<string> = new Set(['mermaid', 'markdown', 'detail_table']);
