import { LineclearError } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { ping } from '../control/questions.ts';
import { quotedList } from '../text/quoted-list.ts';
import type { Coverage } from '../workers/coverage.ts';
import { coverageOf } from '../workers/coverage.ts';

/** Workers that an order is for. */
export interface Selection {
  /** Names in order; all of them are connected and answered a moment ago. */
  readonly workers: readonly string[];
  readonly coverage: Coverage;
  /** Why the order cannot be given as things are. */
  readonly refusal: LineclearError | undefined;
}

/** Finds the workers that are named, or all that answer when none is. Those that are silent are never told anything: they could obey at any later time. */
export const selectWorkers = async ({
  reader,
  names,
  signal,
}: {
  reader: CeleryReader;
  names: readonly string[] | undefined;
  signal: AbortSignal;
}): Promise<Selection> => {
  const answer = await ping(reader.question({ signal }));
  const coverage = coverageOf([answer]);
  const present = [...answer.answers.keys()];
  const wanted = names === undefined ? present : [...new Set(names)].toSorted();
  const missing = wanted.filter((name) => !answer.answers.has(name));
  return { workers: wanted, coverage, refusal: refusalOf({ wanted, missing, present, coverage }) };
};

/** Says that workers have to be chosen where they were not. */
export const assertChosen = ({ workers, all }: { workers: readonly string[] | undefined; all: boolean }): void => {
  if ((workers !== undefined) !== all) return;
  throw new LineclearError('invalid_input', 'Name the workers, or say all: true, and not both.', {
    hint: 'List their names with worker_list.',
    effect: 'none',
  });
};

const refusalOf = ({
  wanted,
  missing,
  present,
  coverage,
}: {
  wanted: readonly string[];
  missing: readonly string[];
  present: readonly string[];
  coverage: Coverage;
}): LineclearError | undefined => {
  if (wanted.length === 0) {
    return new LineclearError('not_found', 'No worker answers, so that there is nobody to tell.', {
      hint: 'Look at celery_diagnose for why.',
      details: { reason: 'no_worker', ...coverage },
      effect: 'none',
    });
  }
  if (missing.length === 0) return undefined;
  const isSilent = missing.some((name) => coverage.silent.includes(name));
  return new LineclearError(isSilent ? 'timeout' : 'not_found', `These workers do not answer: ${quotedList(missing)}.`, {
    hint: present.length === 0 ? 'Look at celery_diagnose for why.' : `Name some of these: ${quotedList(present)}.`,
    details: { reason: isSilent ? 'worker_silent' : 'worker_unknown', ...coverage },
    effect: 'none',
  });
};
