import { hostMetrics } from './tools/host-metrics.ts';

export const metricTools = [hostMetrics];
