import { definePlugin, type JsonObject } from '@lineclear/core/plugin';
import type { StartOptions } from '@lineclear/testing';
import { startPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import { controls } from '../settings.ts';
import { queuePurge } from '../tools/queue-purge.ts';
import { taskRateLimit } from '../tools/task-rate-limit.ts';
import { workerEvents } from '../tools/worker-events.ts';
import { workerPool } from '../tools/worker-pool.ts';
import { workerShutdown } from '../tools/worker-shutdown.ts';
import { patient } from './patient.ts';

const plugin = definePlugin({
  id: 'celery',
  title: 'Celery',
  version: '1.0.0',
  toolsets: { control: { title: 'Celery control', use: 'Change workers and queues.' } },
  tools: [workerPool, taskRateLimit, workerShutdown, queuePurge, workerEvents],
});

/** The tools that change workers and queues, all of them offered unless the settings say less; they end with the test. */
export const startControl = async ({
  settings,
  ...options
}: { settings: JsonObject } & Omit<StartOptions, 'plugin' | 'connections'>) => {
  const started = await startPlugin({
    plugin,
    connections: { celery: { control: [...controls], ...patient(settings) } },
    ...options,
  });
  onTestFinished(() => started.close());
  return {
    ...started,
    /** Previews, confirms, and yields both. */
    confirm: async (tool: string, args: JsonObject) => {
      const { preview, outcome } = await started.confirmTool(tool, args);
      return { preview, result: outcome['result'] };
    },
  };
};
