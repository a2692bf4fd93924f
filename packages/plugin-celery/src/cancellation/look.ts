import type { Clock } from '@lineclear/core/plugin';
import type { CeleryReader } from '../client/celery-reader.ts';
import { stats } from '../control/questions.ts';
import type { WorkerStats } from '../control/worker-facts.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Evidence } from '../tasks/evidence.ts';
import { gatherEvidence } from '../tasks/gather.ts';
import type { Judgement } from '../tasks/judge.ts';
import { judge } from '../tasks/judge.ts';
import type { Place } from './place.ts';
import { placeOf } from './place.ts';

/** Which task, and who can be asked about it. */
export interface Ask {
  readonly taskId: string;
  readonly reader: CeleryReader;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A task at one moment. */
export interface Sighting {
  readonly evidence: Evidence;
  readonly judgement: Judgement;
  readonly place: Place;
}

export const look = async (ask: Ask): Promise<Sighting> => {
  const evidence = await gatherEvidence(ask);
  const judgement = judge(evidence);
  return { evidence, judgement, place: placeOf({ evidence, state: judgement.state }) };
};

/** What the worker that has the task says about its pool; undefined when no worker is named or it does not answer. */
export const poolAt = async ({
  place,
  reader,
  signal,
}: Pick<Ask, 'reader' | 'signal'> & { place: Place }): Promise<WorkerStats | undefined> => {
  const worker = place.kind === 'running' || place.kind === 'taken' ? place.worker : undefined;
  if (worker === undefined) return undefined;
  return (await stats(reader.question({ signal, destination: [worker] }))).answers.get(worker);
};
