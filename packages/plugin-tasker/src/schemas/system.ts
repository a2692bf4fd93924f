import * as z from 'zod';
import { orNull, timestamp } from './wire.ts';

/** GET /health of the orchestration server and of a worker. It says that the process answers, and nothing about its database. */
export const health = z.object({ status: z.string(), timestamp: timestamp.optional() });
export type Health = z.output<typeof health>;

const check = z.object({ status: z.string(), message: orNull(z.string()), duration_ms: orNull(z.number()) });

/** GET /health/detailed: answered with 200 whatever it says. Pools and further facts pass as they come. */
export const detailedHealth = z.object({
  status: z.string(),
  timestamp,
  checks: z.record(z.string(), check),
  info: z.looseObject({
    version: orNull(z.string()),
    environment: orNull(z.string()),
    operational_state: orNull(z.string()),
    circuit_breaker_state: orNull(z.string()),
  }),
});
export type DetailedHealth = z.output<typeof detailedHealth>;

/** GET /config, with secrets already left out by the server. Sections pass as they come. */
export const systemConfig = z.looseObject({
  metadata: z.looseObject({ timestamp: orNull(timestamp), environment: orNull(z.string()), version: orNull(z.string()) }),
});
export type SystemConfig = z.output<typeof systemConfig>;
