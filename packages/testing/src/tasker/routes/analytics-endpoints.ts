import { performanceMetrics } from '../wire/analytics.ts';
import { bottleneckAnalysis } from '../wire/bottlenecks.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint } from './endpoint.ts';
import { integerOf, limitOf } from './parse.ts';

/** `/v1/analytics`, computed from the sandbox's own tasks and never cached. */
export const analyticsEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/v1/analytics/performance',
    permission: 'system:analytics_read',
    handle: ({ request, nowMs }) => ({
      json: performanceMetrics({ tasks: store.newestFirst(), hours: integerOf(request, { name: 'hours', fallback: 24 }), nowMs }),
    }),
  },
  {
    method: 'GET',
    path: '/v1/analytics/bottlenecks',
    permission: 'system:analytics_read',
    handle: ({ request, nowMs }) => ({
      json: bottleneckAnalysis({
        tasks: store.newestFirst(),
        limit: limitOf(request, { fallback: 10 }),
        minExecutions: integerOf(request, { name: 'min_executions', fallback: 5, isSigned: true }),
        nowMs,
      }),
    }),
  },
];
