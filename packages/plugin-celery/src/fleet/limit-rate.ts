import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { CeleryWriter } from '../client/celery-writer.ts';
import { rateLimit } from '../control/orders.ts';
import { registered } from '../control/questions.ts';
import { oneLine } from '../text/one-line.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';
import { obedience, toObedience } from './obedience.ts';
import { selectWorkers } from './select-workers.ts';

/** What became of the limit on each worker. */
export const rateChange = z.array(obedience.element.extend({ before: z.string() }));

/** The limit on each worker, by its name; `none` where there is none. */
type Rates = Readonly<Record<string, string>>;

export const previewRate = async ({
  taskName,
  rate,
  names,
  reader,
  profile,
  signal,
}: {
  taskName: string;
  rate: string;
  names: readonly string[] | undefined;
  reader: CeleryReader;
  profile: string;
  signal: AbortSignal;
}) => {
  const { workers, coverage, refusal } = await selectWorkers({ reader, names, signal });
  const rates = refusal === undefined ? await ratesOf({ taskName, workers, reader, signal }) : {};
  const strangers = names === undefined ? [] : workers.filter((worker) => rates[worker] === undefined);
  const isKnown = Object.keys(rates).length > 0 && strangers.length === 0;
  const reason = refusal ?? (isKnown ? undefined : notRegistered(taskName));
  const count = Object.keys(rates).length;
  const isSame = Object.values(rates).every((now) => now === rate);
  return {
    description: `${rate === 'none' ? 'Lift the rate limit of' : `Limit to ${rate} the task`} ${quoted(taskName)} on ${count} ${count === 1 ? 'worker' : 'workers'} (${profile}).`,
    guard: { rates },
    before: { rates },
    changes: Object.entries(rates).map(([worker, now]) => `${quoted(worker)}: ${now} → ${rate}`),
    warnings: [
      'A worker that restarts forgets it: what lasts is the rate_limit of the task itself.',
      ...(rate === 'none' || count < 2 ? [] : [`Each worker counts for itself: together they may start ${count} times as many.`]),
      ...(isSame && count > 0 ? ['It is so already.'] : []),
      ...(names === undefined ? coverageNotes(coverage) : []),
    ],
    ...(reason !== undefined && { refusal: reason }),
  };
};

export const limitRate = async ({
  taskName,
  rate,
  rates,
  writer,
  signal,
}: {
  taskName: string;
  rate: string;
  rates: Rates;
  writer: CeleryWriter;
  signal: AbortSignal;
}): Promise<z.output<typeof rateChange>> => {
  const workers = Object.keys(rates);
  const { timeoutMs } = writer.reader.question({ signal });
  const order = { broker: writer.broker, destination: workers, timeoutMs, signal };
  const answers = await rateLimit({ ...order, taskName, rate: rate === 'none' ? '0' : rate });
  return toObedience({ workers, answers }).map((row) => ({ ...row, before: rates[row.worker] ?? 'none' }));
};

/** Whether the limit is what it was to become, on every worker. */
export const reconcileRate = async ({
  taskName,
  rate,
  rates,
  reader,
  signal,
}: {
  taskName: string;
  rate: string;
  rates: Rates;
  reader: CeleryReader;
  signal: AbortSignal;
}): Promise<'executed' | 'unknown'> => {
  const now = await ratesOf({ taskName, workers: Object.keys(rates), reader, signal });
  return Object.keys(rates).every((worker) => now[worker] === rate) ? 'executed' : 'unknown';
};

/** Workers that do not know the task are left out. */
const ratesOf = async ({
  taskName,
  workers,
  reader,
  signal,
}: {
  taskName: string;
  workers: readonly string[];
  reader: CeleryReader;
  signal: AbortSignal;
}): Promise<Rates> => {
  const { answers } = await registered({ ...reader.question({ signal, destination: workers }), attribute: 'rate_limit' });
  return Object.fromEntries(
    [...answers].flatMap(([worker, tasks]) => {
      const rate = tasks.get(taskName);
      return rate === undefined ? [] : [[worker, shownRate(rate)] as const];
    }),
  );
};

// A lifted limit is a zero to Celery, and one that was never set is nothing.
const shownRate = (rate: string): string => (/^0*(\.0*)?$/.test(rate) ? 'none' : oneLine({ text: rate, characters: 40 }));

const notRegistered = (taskName: string): LineclearError =>
  new LineclearError('not_found', `Not every worker that it is for knows the task ${quoted(taskName)}.`, {
    hint: 'task_types lists the tasks that may be started; where only some workers know it, name those in workers.',
    details: { reason: 'not_registered' },
    effect: 'none',
  });
