import type { AnyConnection } from '../plugin/connection.ts';
import { LineclearError } from '../plugin/errors.ts';
import { Health } from './health.ts';
import { closeOpening, openConnection, type Mode, type Opening, type OpeningParts } from './opening.ts';
import type { ConnectionPool } from './types.ts';

/** What the pool opens connections with. */
export interface PoolParts extends OpeningParts {
  readonly connections: readonly AnyConnection[];
  /** Milliseconds for one probe; 5,000 when absent. */
  readonly probeMs?: number;
  /** Milliseconds that closing waits for one connection; 5,000 when absent. */
  readonly graceMs?: number;
}

/** Opens every connection at most once per profile and door; a failed opening is tried again by the next call. */
export const createConnectionPool = (parts: PoolParts): ConnectionPool => {
  const openings = new Map<string, Opening>();
  let closing: Promise<void> | undefined;

  const open = ({ connection, profile, mode }: { connection: AnyConnection; profile: string; mode: Mode }): Opening['live'] => {
    const key = `${mode} ${profile} ${connection.id}`;
    const known = openings.get(key);
    if (known !== undefined) return known.live;
    const opening = openConnection({ connection, profile, mode, parts });
    openings.set(key, opening);
    // Whoever opened hears of the failure; this only clears the place for the next attempt.
    opening.live.catch(() => openings.delete(key));
    return opening.live;
  };

  const reader = async (connection: AnyConnection, profile: string): Promise<unknown> => {
    if (closing !== undefined) throw shuttingDown();
    return (await open({ connection, profile, mode: 'read' })).reader;
  };

  const writer = async (connection: AnyConnection, profile: string): Promise<unknown> => {
    if (closing !== undefined) throw shuttingDown();
    const live = await open({ connection, profile, mode: 'write' });
    if (live.writer !== undefined) return live.writer;
    throw new LineclearError('unsupported', `The connection "${connection.id}" has no writer.`, {
      hint: 'Its plugin has to yield a writer from connect.',
      effect: 'none',
    });
  };

  const closeAll = async (): Promise<void> => {
    await Promise.all(
      [...openings.values()].map((opening) => closeOpening({ opening, log: parts.logger, graceMs: parts.graceMs })),
    );
  };

  const health = new Health({ ...parts, reader });
  return {
    reader,
    writer,
    status: (query) => health.status(query),
    report: (outcome) => health.report(outcome),
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
};

const shuttingDown = (): LineclearError =>
  new LineclearError('unreachable', 'This server is shutting down.', { hint: 'Call again once it is back.', effect: 'none' });
