import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { CeleryWriter } from '../client/celery-writer.ts';
import { poolGrow, poolShrink } from '../control/orders.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';
import { obedience, toObedience } from './obedience.ts';
import { poolProblem, poolSizes } from './pool-size.ts';
import { selectWorkers } from './select-workers.ts';

/** What became of each pool. */
export const poolChange = z.array(
  obedience.element.extend({
    before: z.int(),
    now: z.int().nullable().describe('Null: the worker did not tell.'),
  }),
);

/** The size of each pool as it was previewed, by worker. */
type Sizes = Readonly<Record<string, number>>;

/** How long new processes may take to start, or idle ones to end, in milliseconds: workers look after their pool every 5 s, or later. */
const settleMs = 10_000;

export const previewPools = async ({
  by,
  names,
  reader,
  profile,
  signal,
}: {
  by: number;
  names: readonly string[] | undefined;
  reader: CeleryReader;
  profile: string;
  signal: AbortSignal;
}) => {
  if (by === 0) throw new LineclearError('invalid_input', 'Changing a pool by 0 does nothing.', { effect: 'none' });
  const { workers, coverage, refusal } = await selectWorkers({ reader, names, signal });
  const facts = refusal === undefined ? [...(await poolSizes({ reader, workers, signal })).answers] : [];
  const fixed = facts.flatMap(([worker, size]) => {
    const problem = poolProblem({ facts: size, by });
    return problem === undefined ? [] : [`${quoted(worker)} ${problem}`];
  });
  const sizes: Sizes = Object.fromEntries(facts.map(([worker, { size }]) => [worker, size]));
  const reason = refusal ?? (fixed.length > 0 ? cannotChange(fixed) : facts.length < workers.length ? noSizes() : undefined);
  const many = `${Math.abs(by)} ${Math.abs(by) === 1 ? 'process' : 'processes'}`;
  const whose = workers.length === 1 ? quoted(workers[0] ?? '') : `${workers.length} workers`;
  return {
    description: `${by > 0 ? 'Add' : 'Take away'} ${many} ${by > 0 ? 'to' : 'from'} the pool of ${whose} (${profile}).`,
    guard: { sizes },
    before: facts.map(([worker, { pool, size }]) => ({ worker, pool, size })),
    changes: facts.map(([worker, { size }]) => `${quoted(worker)}: ${size} → ${size + by}`),
    warnings: [
      'A worker that restarts has the size that it was started with.',
      ...(by < 0
        ? ['Only idle processes are taken away; a worker without enough of them refuses, and may have let some go.']
        : []),
      ...(names === undefined ? coverageNotes(coverage) : []),
    ],
    ...(reason !== undefined && { refusal: reason }),
  };
};

export const changePools = async ({
  by,
  sizes,
  writer,
  clock,
  signal,
}: {
  by: number;
  sizes: Sizes;
  writer: CeleryWriter;
  clock: Clock;
  signal: AbortSignal;
}): Promise<z.output<typeof poolChange>> => {
  const { reader } = writer;
  const workers = Object.keys(sizes);
  const { timeoutMs } = reader.question({ signal });
  const order = { broker: writer.broker, destination: workers, timeoutMs, signal };
  const rows = toObedience({
    workers,
    answers: await (by > 0 ? poolGrow({ ...order, by }) : poolShrink({ ...order, by: -by })),
  });
  const done = rows.filter(({ outcome }) => outcome === 'done').map(({ worker }) => worker);
  const until = clock.now() + settleMs;
  for (;;) {
    const { answers } = await poolSizes({ reader, workers, signal });
    const isSettled = done.every((worker) => answers.get(worker)?.size === (sizes[worker] ?? 0) + by);
    if (isSettled || clock.now() >= until) {
      return rows.map((row) => ({ ...row, before: sizes[row.worker] ?? 0, now: answers.get(row.worker)?.size ?? null }));
    }
    await pause(100, undefined, { signal });
  }
};

/** Whether pools that were told to change did. Those that did not may still: processes take a moment to start and to end. */
export const reconcilePools = async ({
  by,
  sizes,
  reader,
  signal,
}: {
  by: number;
  sizes: Sizes;
  reader: CeleryReader;
  signal: AbortSignal;
}): Promise<'executed' | 'unknown'> => {
  const { answers } = await poolSizes({ reader, workers: Object.keys(sizes), signal });
  return Object.entries(sizes).every(([worker, size]) => answers.get(worker)?.size === size + by) ? 'executed' : 'unknown';
};

const cannotChange = (problems: readonly string[]): LineclearError =>
  new LineclearError('unsupported', `The pool cannot be changed: ${problems.slice(0, 5).join('; ')}.`, {
    hint: 'Name workers with a prefork pool that is large enough; start further workers instead of changing fixed pools.',
    details: { reason: 'fixed_pool' },
    effect: 'none',
  });

const noSizes = (): LineclearError =>
  new LineclearError('timeout', 'The workers did not tell how large their pools are.', {
    details: { reason: 'worker_silent' },
    effect: 'none',
  });
