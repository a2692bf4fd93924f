import type { DetailedHealth } from '../schemas/system.ts';

/** One check of the server. */
export interface Component {
  readonly name: string;
  readonly status: string;
  readonly message: string | null;
  readonly duration_ms: number | null;
}

const severity = ['unhealthy', 'degraded', 'unknown', 'healthy'];

/** The checks, the worst first. */
export const toComponents = (checks: DetailedHealth['checks']): readonly Component[] =>
  Object.entries(checks)
    .map(([name, check]) => ({ name, ...check }))
    .toSorted((one, other) => rank(one) - rank(other));

export const isHealthy = ({ status }: Component): boolean => status === 'healthy';

// A status that nobody knows deserves a look.
const rank = ({ status }: Component): number => {
  const known = severity.indexOf(status);
  return known === -1 ? 0 : known;
};
