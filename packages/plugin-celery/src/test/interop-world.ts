import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { type CeleryWorker, type CeleryWorkerOptions, type PythonClient, startCeleryWorker } from '@lineclear/testing/celery';
import { expect, onTestFinished } from 'vitest';
import * as z from 'zod';
import celery from '../index.ts';
import { patient } from './patient.ts';

export type Pool = CeleryWorkerOptions['pool'];

/** A broker with results in Redis, our tools and Celery's own client on it, and one queue for one worker. */
export interface InteropWorld {
  readonly pool: Pool;
  readonly queue: string;
  readonly python: PythonClient;
  /** Starts the worker of the queue, `celery@<queue>`. */
  readonly work: () => Promise<CeleryWorker>;
  readonly callTool: (tool: string, args: JsonObject) => Promise<JsonObject>;
  /** Previews, confirms, and yields the result of the write. */
  readonly confirm: (tool: string, args: JsonObject) => Promise<JsonObject>;
  readonly statusOf: (taskId: string) => Promise<JsonObject>;
  /** Asks until the status has these fields. */
  readonly becomes: (taskId: string, fields: object) => Promise<void>;
}

// A solo worker is silent while it runs a task, and that is waited for.
const silences = { answer_timeout_ms: 3_000 };

/** Everything but Celery's client ends with the test. */
export const startInteropWorld = async ({
  pool,
  queue,
  broker,
  backend,
  python,
  settings = {},
}: {
  pool: Pool;
  queue: string;
  broker: string;
  backend: string;
  python: PythonClient;
  settings?: JsonObject;
}): Promise<InteropWorld> => {
  const { callTool, confirmTool, close } = await startPlugin({
    plugin: celery,
    connections: { celery: patient({ ...(pool === 'solo' && silences), broker, result_backend: backend, ...settings }) },
  });
  onTestFinished(close);
  const statusOf = (taskId: string) => callTool('get_task_status', { task_id: taskId });
  return {
    pool,
    queue,
    python,
    work: async () => {
      const worker = await startCeleryWorker({ broker, backend, pool, concurrency: 1, queues: [queue], hostname: queue });
      onTestFinished(() => worker.stop());
      return worker;
    },
    callTool,
    confirm: async (tool, args) => z.record(z.string(), z.json()).parse((await confirmTool(tool, args)).outcome['result']),
    statusOf,
    becomes: async (taskId, fields) => {
      await expect.poll(() => statusOf(taskId)).toMatchObject(fields);
    },
  };
};
