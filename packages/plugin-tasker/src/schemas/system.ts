import * as z from 'zod';
import { amount, orNull, someJson, timestamp, word } from './wire.ts';

/** GET /health of the orchestration server and of a worker. It says that the process answers, and nothing about its database. */
export const health = z.object({ status: word, timestamp: timestamp.optional() });
export type Health = z.output<typeof health>;

const check = z.object({ status: word, message: orNull(z.string()), duration_ms: orNull(amount) });

/** GET /health/detailed: answered with 200 whatever it says. Pools and further facts pass as they come. */
export const detailedHealth = z.object({
  status: word,
  timestamp,
  checks: z.record(z.string(), check),
  info: z
    .object({
      version: orNull(z.string()),
      environment: orNull(z.string()),
      operational_state: orNull(word),
      circuit_breaker_state: orNull(word),
    })
    .catchall(someJson),
});
export type DetailedHealth = z.output<typeof detailedHealth>;

/** GET /config, with secrets already left out by the server. Sections pass as they come. */
export const systemConfig = z
  .object({
    metadata: z
      .object({ timestamp: orNull(timestamp), environment: orNull(z.string()), version: orNull(z.string()) })
      .catchall(someJson),
  })
  .catchall(someJson);
export type SystemConfig = z.output<typeof systemConfig>;
