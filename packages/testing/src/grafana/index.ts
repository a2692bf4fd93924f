// A Grafana that runs in the test's own process, with what stands around it.
export { startGrafanaSandbox } from './sandbox.ts';
export type { GrafanaSandbox, GrafanaSandboxOptions } from './sandbox.ts';
export type { Access } from './routes/access.ts';
export type { GrafanaWorld } from './world/world.ts';
export { grafanaFaults } from './faults.ts';
export type { GrafanaFault, GrafanaFaultTarget } from './faults.ts';
export { startLokiSandbox } from './loki/sandbox.ts';
export type { LokiSandbox, LokiSandboxOptions } from './loki/sandbox.ts';
export type { LokiLine } from './loki/store.ts';
export { tunnel } from './seed/tunnel.ts';
export { tunnelLogs } from './seed/tunnel-logs.ts';
export { startSeededPrometheus } from './metrics/seeded-prometheus.ts';
export type { SeededPrometheus, SeededPrometheusOptions } from './metrics/seeded-prometheus.ts';
export { startTunnelService } from './metrics/tunnel-service.ts';
export type { TunnelService } from './metrics/tunnel-service.ts';
export type { TunnelMode } from './metrics/counters.ts';
export { failingMinutes } from './metrics/open-metrics.ts';
