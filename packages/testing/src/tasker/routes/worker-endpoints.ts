import { workers } from '../world/step-moves.ts';
import { zuluStamp } from '../model/stamps.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { environment, version } from './system-endpoints.ts';

/** The health of one worker; its other endpoints are not simulated. */
export const workerEndpoints = (store: Store): readonly Endpoint[] => [
  { method: 'GET', path: '/health', handle: ({ nowMs }) => ({ json: basic('healthy', nowMs) }) },
  { method: 'GET', path: '/health/live', handle: ({ nowMs }) => ({ json: basic('alive', nowMs) }) },
  {
    method: 'GET',
    path: '/health/ready',
    handle: ({ nowMs }) => ({
      json: {
        ...basic('ready', nowMs),
        checks: checks(['database', 'command_processor', 'queue_processing'], nowMs),
        system_info: systemInfo(store),
      },
    }),
  },
  {
    method: 'GET',
    path: '/health/detailed',
    handle: ({ nowMs }) => ({
      json: {
        ...basic('healthy', nowMs),
        checks: checks(
          ['database', 'command_processor', 'queue_processing', 'event_system', 'step_processing', 'circuit_breakers'],
          nowMs,
        ),
        system_info: systemInfo(store),
      },
    }),
  },
];

const basic = (status: string, nowMs: number): object => ({
  status,
  timestamp: zuluStamp(nowMs),
  worker_id: workers[0]?.hostname ?? 'simulated-worker',
});

const checks = (names: readonly string[], nowMs: number): object =>
  Object.fromEntries(
    names.map((name) => [
      name,
      { status: 'healthy', message: `${name} is healthy (simulated)`, duration_ms: 1, last_checked: zuluStamp(nowMs) },
    ]),
  );

const systemInfo = ({ templates }: Store): object => ({
  version,
  environment,
  uptime_seconds: 86_400,
  worker_type: 'simulated',
  database_pool_size: 10,
  command_processor_active: true,
  supported_namespaces: [...new Set(templates.map(({ namespace }) => namespace))],
});
