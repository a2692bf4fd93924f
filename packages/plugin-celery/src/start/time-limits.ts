import { quoted } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { stats } from '../control/questions.ts';
import type { StartRequest } from './start-request.ts';

/** Warns of time limits that the pools of these workers do not keep. */
export const doubtLimits = async ({
  request: { hard_limit_s: hard, soft_limit_s: soft },
  workers,
  reader,
  signal,
}: {
  request: Pick<StartRequest, 'hard_limit_s' | 'soft_limit_s'>;
  workers: readonly string[];
  reader: Pick<CeleryReader, 'question'>;
  signal: AbortSignal;
}): Promise<readonly string[]> => {
  if ((hard === undefined && soft === undefined) || workers.length === 0) return [];
  const { answers } = await stats(reader.question({ signal, destination: workers }));
  return [...answers].flatMap(([worker, { pool }]) =>
    pool === undefined || pool === 'prefork' ? [] : [`${quoted(worker)} has a ${pool} pool, which keeps no time limits.`],
  );
};
