import { defineConnection, type HttpOptions, LineclearError, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { explain } from './client/explain.ts';
import { TaskerReader } from './client/tasker-reader.ts';
import { TaskerWriter } from './client/tasker-writer.ts';

// The steps of a task with 5,000 of them take about 10 MB; several such answers may be read at a time.
const maxBytes = 16 << 20;

const httpUrl = z.url({ protocol: /^https?$/ });

const settings = z
  .strictObject({
    url: httpUrl.describe('The REST address of the orchestration server, such as http://localhost:8080; it may have a path.'),
    worker_url: httpUrl.optional().describe('The REST address of a worker; only its health is asked.'),
    token: secret().optional().describe('A bearer token. Use this or api_key.'),
    api_key: secret().optional().describe('An API key. Use this or token.'),
    api_key_header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .default('X-API-Key')
      .describe('The header that carries api_key.'),
    timeout_ms: z.int().min(100).max(600_000).default(30_000).describe('The longest one request may take, in milliseconds.'),
  })
  // The server ignores the key as soon as it sees a token, so one of them would be dead.
  .refine(({ token, api_key: key }) => token === undefined || key === undefined, {
    path: ['api_key'],
    error: 'use token or api_key, not both',
  });

type Settings = z.output<typeof settings>;

/** A Tasker orchestration server, and the health of one of its workers. */
export const tasker = defineConnection({
  id: 'tasker',
  profile: settings,
  connect: ({ profile, http, mode }) => {
    const { url, worker_url: workerUrl, timeout_ms: timeoutMs } = profile;
    const orchestration = http({ ...credentials(profile), baseUrl: url, timeoutMs, maxBytes, explain });
    // A worker's health is public: it gets no credentials.
    const worker = workerUrl === undefined ? undefined : http({ baseUrl: workerUrl, timeoutMs, explain });
    return {
      reader: new TaskerReader({ http: orchestration, worker }),
      ...(mode === 'write' ? { writer: new TaskerWriter({ http: orchestration }) } : {}),
    };
  },
  probe: async ({ reader, signal }) => {
    const [orchestration, worker] = await Promise.all([
      reader.getHealth({ signal }),
      reader.hasWorker ? workerHealth({ reader, signal }) : 'not configured',
      checkCredentials({ reader, signal }),
    ]);
    return { orchestration: orchestration.status, worker };
  },
});

const credentials = ({ token, api_key: key, api_key_header: header }: Settings): Pick<HttpOptions, 'bearer' | 'headers'> => ({
  bearer: token,
  headers: { [header]: key },
});

// Health is public: only what asks for a permission shows whether the server knows the credentials. Which permissions they have is not
// looked at here, and a server that cannot answer this says so by its health.
const checkCredentials = async ({ reader, signal }: { reader: TaskerReader; signal: AbortSignal }): Promise<void> => {
  try {
    await reader.listDlq({ limit: 1, offset: 0, signal });
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'unauthenticated') throw error;
  }
};

// No tool needs the worker: one that is down is told of, and the connection is still up.
const workerHealth = async ({ reader, signal }: { reader: TaskerReader; signal: AbortSignal }): Promise<string> => {
  try {
    return (await reader.getWorkerHealth({ signal })).status;
  } catch {
    return 'unreachable';
  }
};
