import { createServer } from 'node:http';
import { once } from 'node:events';
import * as z from 'zod';
import { defineConnection } from '../../plugin/connection.ts';
import { LineclearError } from '../../plugin/errors.ts';
import { definePlugin } from '../../plugin/plugin.ts';

/** A real HTTP backend that outlives the processes under test: it counts the writes that took effect, by idempotency key. */
export const startCounter = async () => {
  const writes: string[] = [];
  let onWrite: (key: string) => void = () => {};
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'POST') {
      const key = String(request.headers['idempotency-key']);
      writes.push(key);
      onWrite(key);
    }
    response.end(JSON.stringify({ writes }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening');
  return {
    url: `http://127.0.0.1:${address.port}`,
    writes,
    /** Runs when a write took effect, before it is answered. */
    onWrite: (action: (key: string) => void) => {
      onWrite = action;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

const Writes = z.object({ writes: z.array(z.string()) });

/** The plugin over that backend; `hooks` are where a test stops the process. */
export const counterPlugin = ({
  reconcile,
  hooks = {},
}: {
  reconcile: boolean;
  hooks?: { beforeWrite?: () => void; afterWrite?: () => void };
}) => {
  const connection = defineConnection({
    id: 'counter',
    profile: z.object({ url: z.url() }),
    connect: ({ profile, http }) => {
      const client = http({ baseUrl: profile.url });
      const reader = { writes: async () => (await client.get('/')).json(Writes).writes };
      return {
        reader,
        writer: {
          add: async (key: string) => (await client.post('/', { headers: { 'idempotency-key': key } })).json(Writes).writes,
        },
      };
    },
    probe: ({ reader }) => reader.writes(),
  });
  // As a process that was started: it is gone when the server is.
  let plan: string | undefined;
  const add = connection.write({
    name: 'counter_add',
    toolset: 'counter',
    risk: 'additive',
    description: 'Add one write to the counter.',
    input: z.object({ label: z.string().describe('any text') }),
    output: z.object({ count: z.int() }),
    preview: async ({ input }) => ({ description: `Count "${input.label}".`, guard: null }),
    execute: async ({ writer, idempotencyKey }) => {
      plan = idempotencyKey;
      hooks.beforeWrite?.();
      const writes = await writer.add(idempotencyKey);
      hooks.afterWrite?.();
      return { count: writes.length };
    },
    reconcile: reconcile
      ? async ({ reader, idempotencyKey }) => ((await reader.writes()).includes(idempotencyKey) ? 'executed' : 'failed')
      : undefined,
  });
  const more = connection.coveredWrite({
    name: 'counter_more',
    toolset: 'counter',
    risk: 'additive',
    description: 'Add one more write, after counter_add.',
    input: z.object({}),
    output: z.object({ count: z.int() }),
    coveredBy: add,
    covering: () => {
      if (plan === undefined) throw new LineclearError('not_found', 'Nothing was added here.');
      return plan;
    },
    execute: async ({ writer, idempotencyKey }) => {
      hooks.beforeWrite?.();
      const writes = await writer.add(idempotencyKey);
      hooks.afterWrite?.();
      return { count: writes.length };
    },
  });
  return definePlugin({
    id: 'counter',
    title: 'Counter',
    version: '1.0.0',
    toolsets: { counter: { title: 'Counter', use: 'the counter' } },
    tools: [add, more],
  });
};
