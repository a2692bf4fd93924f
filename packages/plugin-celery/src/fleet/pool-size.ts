import type { CeleryReader } from '../client/celery-reader.ts';
import type { Answers } from '../control/inspect.ts';
import { ask } from '../control/inspect.ts';
import type { Pool } from '../control/worker-facts.ts';
import { parseStats } from '../control/worker-facts.ts';
import { object } from '../protocol/field.ts';
import type { WireValue } from '../protocol/wire-value.ts';

/** How large a worker's pool is at this moment. */
export interface PoolSize {
  readonly pool: Pool | null;
  /** Processes of a prefork pool, green threads of others. */
  readonly size: number;
  readonly isAutoscaled: boolean;
}

/** The pools of these workers; those that do not answer, or do not tell their size, are left out. */
export const poolSizes = ({
  reader,
  workers,
  signal,
}: {
  reader: CeleryReader;
  workers: readonly string[];
  signal: AbortSignal;
}): Promise<Answers<PoolSize>> =>
  ask({ ...reader.question({ signal, destination: workers }), method: 'stats', parse: parsePoolSize });

/** Why the pool of a worker cannot be changed by so many; undefined when it can. */
export const poolProblem = ({ facts: { pool, size, isAutoscaled }, by }: { facts: PoolSize; by: number }): string | undefined => {
  if (isAutoscaled) return 'sizes its pool itself (autoscale)';
  if (pool === 'solo' || pool === 'threads') return `has a ${pool} pool, whose size is fixed`;
  if (size + by < 1) return `has a pool of ${size}, and one has to stay`;
  return undefined;
};

const parsePoolSize = (reply: WireValue): PoolSize | undefined => {
  const facts = parseStats(reply);
  // What a prefork pool calls its concurrency is that of its start.
  const size = facts?.pool === 'prefork' ? facts.processes.length : facts?.concurrency;
  if (facts === undefined || size === undefined) return undefined;
  return { pool: facts.pool ?? null, size, isAutoscaled: object(object(reply)?.['autoscaler']) !== undefined };
};
