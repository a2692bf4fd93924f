import type { Task } from '../model/records.ts';
import { performanceMetrics } from '../wire/analytics.ts';
import { bottleneckAnalysis } from '../wire/bottlenecks.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { integerOf, limitOf } from './parse.ts';
import { circuitBreakerOpen } from './refusal.ts';

/** `/v1/analytics`, computed from the sandbox's own tasks and never cached. */
export const analyticsEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/v1/analytics/performance',
    permission: 'system:analytics_read',
    handle: ({ request, nowMs }) => {
      const hours = integerOf(request, { name: 'hours', fallback: 24 });
      return { json: performanceMetrics({ tasks: readableTasks(store), hours, nowMs }) };
    },
  },
  {
    method: 'GET',
    path: '/v1/analytics/bottlenecks',
    permission: 'system:analytics_read',
    handle: ({ request, nowMs }) => {
      const limit = limitOf(request, { fallback: 10 });
      const minExecutions = integerOf(request, { name: 'min_executions', fallback: 5, isSigned: true });
      return { json: bottleneckAnalysis({ tasks: readableTasks(store), limit, minExecutions, nowMs }) };
    },
  },
];

const readableTasks = (store: Store): readonly Task[] => {
  if (store.health.get('circuit_breaker')?.status !== 'healthy') throw circuitBreakerOpen();
  return store.newestFirst();
};
