/** What `/health/detailed` says of one component. */
export interface ComponentHealth {
  readonly status: 'healthy' | 'degraded' | 'unhealthy' | 'unknown';
  readonly message: string;
}

export const componentNames = [
  'web_database',
  'orchestration_database',
  'circuit_breaker',
  'orchestration_system',
  'command_processor',
  'pool_utilization',
  'queue_depth',
  'channel_saturation',
] as const;
export type ComponentName = (typeof componentNames)[number];

/** Why the server takes no new tasks, and when to ask again. */
export interface Backpressure {
  readonly reason: string;
  readonly retryAfterS: number;
}

/** The state of the server's own parts. */
export type SystemHealth = Map<ComponentName, ComponentHealth>;

export const healthySystem = (): SystemHealth =>
  new Map(componentNames.map((name) => [name, { status: 'healthy', message: `${name} is healthy (simulated)` }]));
