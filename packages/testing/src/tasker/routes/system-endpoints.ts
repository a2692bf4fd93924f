import { zuluStamp } from '../model/stamps.ts';
import type { ComponentName, SystemHealth } from '../world/health.ts';
import { componentNames } from '../world/health.ts';
import type { Access } from './access.ts';
import { defaultApiKeyHeader } from './access.ts';
import type { Endpoint } from './endpoint.ts';
import { Refusal } from '../../http/refusal.ts';

export const environment = 'sandbox (simulated data)';
export const version = '0.1.8-sandbox';

const readinessChecks = componentNames.slice(0, 5);

/** Health (public), metrics (public) and, where it is switched on, the configuration. */
export const systemEndpoints = ({
  health,
  access,
  hasConfig,
}: {
  health: SystemHealth;
  access: Access | undefined;
  hasConfig: boolean;
}): readonly Endpoint[] => [
  { method: 'GET', path: '/health', handle: ({ nowMs }) => ({ json: { status: 'healthy', timestamp: zuluStamp(nowMs) } }) },
  { method: 'GET', path: '/health/live', handle: ({ nowMs }) => ({ json: { status: 'alive', timestamp: zuluStamp(nowMs) } }) },
  { method: 'GET', path: '/health/ready', handle: ({ nowMs }) => ({ json: readiness(health, nowMs) }) },
  { method: 'GET', path: '/health/detailed', handle: ({ nowMs }) => ({ json: detailed(health, nowMs) }) },
  {
    method: 'GET',
    path: '/metrics',
    handle: () => ({ headers: { 'content-type': 'text/html; charset=utf-8' }, text: metrics }),
  },
  ...(hasConfig
    ? [
        {
          method: 'GET',
          path: '/config',
          permission: 'system:config_read',
          handle: ({ nowMs }) => ({ json: configuration(access, nowMs) }),
        } satisfies Endpoint,
      ]
    : []),
];

const metrics = '# HELP tasker_simulated Always 1: this is a sandbox.\n# TYPE tasker_simulated gauge\ntasker_simulated 1\n';

const checksOf = (health: SystemHealth, names: readonly ComponentName[]): object =>
  Object.fromEntries(names.map((name) => [name, { ...health.get(name), duration_ms: 1 }]));

const readiness = (health: SystemHealth, nowMs: number): object => {
  if (readinessChecks.some((name) => health.get(name)?.status !== 'healthy')) {
    throw new Refusal({
      status: 503,
      json: { error: { code: 'SERVICE_UNAVAILABLE', message: 'Service temporarily unavailable' } },
    });
  }
  return { status: 'ready', timestamp: zuluStamp(nowMs), checks: checksOf(health, readinessChecks), info: info(health) };
};

const detailed = (health: SystemHealth, nowMs: number): object => ({
  status: componentNames.every((name) => health.get(name)?.status === 'healthy') ? 'healthy' : 'degraded',
  timestamp: zuluStamp(nowMs),
  checks: checksOf(health, componentNames),
  info: { ...info(health), pool_utilization: { tasker_pool: pool, pgmq_pool: pool } },
});

const info = (health: SystemHealth): object => ({
  version,
  environment,
  operational_state: 'Normal',
  web_database_pool_size: 10,
  orchestration_database_pool_size: 20,
  circuit_breaker_state: health.get('circuit_breaker')?.status === 'healthy' ? 'Closed' : 'Open',
});

const pool = {
  active_connections: 7,
  idle_connections: 13,
  max_connections: 20,
  utilization_percent: 35,
  total_acquires: 4210,
  slow_acquires: 3,
  acquire_errors: 0,
  average_acquire_time_ms: 0.8,
  max_acquire_time_ms: 41.5,
};

const configuration = (access: Access | undefined, nowMs: number): object => ({
  metadata: { timestamp: zuluStamp(nowMs), environment, version },
  auth: {
    enabled: access !== undefined,
    verification_method: 'public_key',
    jwt_issuer: 'sandbox-simulation',
    jwt_audience: 'tasker-api',
    api_key_header: access?.apiKeyHeader ?? defaultApiKeyHeader,
    api_key_count: Object.keys(access?.apiKeys ?? {}).length,
    strict_validation: true,
    allowed_algorithms: ['RS256'],
  },
  circuit_breakers: { enabled: true, failure_threshold: 5, timeout_seconds: 30, success_threshold: 2 },
  database_pools: { web_api_pool_size: 10, web_api_max_connections: 20 },
  deployment_mode: 'Hybrid',
  messaging: {
    backend: 'pgmq',
    queues: ['orchestration_step_results', 'orchestration_task_requests', 'orchestration_task_finalizations'],
  },
});
