import * as z from 'zod';
import { tasker } from '../connection.ts';
import type { DetailedHealth } from '../schemas/system.ts';
import { type Component, isHealthy, toComponents } from '../system/component.ts';
import { readWorkerHealth, workerHealth, type WorkerHealth } from '../system/worker-health.ts';

const component = z.object({
  name: z.string(),
  status: z.string(),
  message: z.string().nullable(),
  duration_ms: z.number().nullable(),
});

export const systemHealth = tasker.read({
  name: 'system_health',
  title: 'Health of Tasker',
  toolset: 'system',
  description:
    'Show the health of the Tasker server, its components and pools, and of the worker. Use connection_status for whether it answers.',
  input: z.strictObject({}),
  output: z.object({
    overall_status: z.string(),
    timestamp: z.string(),
    attention: z.array(component).describe('Components that are not healthy, the worst first.'),
    components: z.array(component),
    info: z.record(z.string(), z.unknown()),
    pools: z.unknown().describe('Connections of each pool, in use and idle; null where the server does not tell.'),
    worker: workerHealth,
    notes: z.array(z.string()),
  }),
  run: async ({ reader, signal }) => {
    const [health, worker] = await Promise.all([reader.getDetailedHealth({ signal }), readWorkerHealth({ reader, signal })]);
    const components = toComponents(health.checks);
    const attention = components.filter((one) => !isHealthy(one));
    const { pool_utilization: pools = null, ...info } = health.info;
    return {
      overall_status: health.status,
      timestamp: health.timestamp,
      attention,
      components,
      info,
      pools,
      worker,
      notes: notesOn({ health, attention, worker }),
    };
  },
});

const notesOn = ({
  health,
  attention,
  worker,
}: {
  health: DetailedHealth;
  attention: readonly Component[];
  worker: WorkerHealth;
}): readonly string[] => {
  const isQueueUnknown = attention.some(({ name, status }) => name === 'queue_depth' && status === 'unknown');
  const isAlone = attention.length === 1 && health.status === 'degraded';
  const shown = worker.status === 'unreachable' || worker.status === 'failing';
  return [
    ...(isQueueUnknown
      ? [
          `queue_depth is unknown until the server has measured its queues for the first time, right after start${isAlone ? '; it alone makes the server "degraded"' : ''}. Ask again in a minute.`,
        ]
      : []),
    ...(shown ? ['The worker does not answer as it should; that is not part of overall_status, and no tool needs it.'] : []),
    ...(worker.configured ? [] : ['No worker_url is set in this profile, so no worker was asked.']),
  ];
};
