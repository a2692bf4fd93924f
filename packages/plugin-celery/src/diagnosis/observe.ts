import { LineclearError } from '@lineclear/core/plugin';
import { active, report, reserved, scheduled, stats } from '../control/questions.ts';
import { surveyWorkers } from '../routing/worker-survey.ts';
import { coverageOf } from '../workers/coverage.ts';
import { compareClocks } from './compare-clocks.ts';
import { observeHeld } from './observe-held.ts';
import { observeQueues } from './observe-queues.ts';
import type { Observer } from './observer.ts';
import type { Known, Situation } from './situation.ts';

/** Looks at broker, queues and workers once. Fails where the broker cannot be reached; what it merely refuses is noted. */
export const observe = async (observer: Observer): Promise<Situation> => {
  const { reader, clock, signal } = observer;
  const question = reader.question({ signal });
  const health = await orRefused(async () => (await reader.broker.health({ signal })).details);
  const [survey, statistics, running, waiting, timed, reports] = await Promise.all([
    surveyWorkers({ reader, signal }),
    stats(question),
    active(question),
    reserved(question),
    scheduled(question),
    report(question),
  ]);
  const answers = [statistics, running, waiting, timed];
  const told = coverageOf(answers);
  const [queues, held, bound, behindMs] = await Promise.all([
    orRefused(() => observeQueues({ ...observer, survey })),
    orRefused(() => observeHeld({ ...observer, timed })),
    orRefused(() => reader.broker.workerNames({ signal })),
    orRefused(() => compareClocks({ ...observer, names: [...statistics.answers.keys()] })),
  ]);
  return {
    nowMs: clock.now(),
    kind: reader.broker.kind,
    rules: reader.rules,
    catalogue: reader.catalogue,
    results: reader.results.kind,
    survey,
    coverage: { ...told, known: Math.max(told.known, survey.known) },
    stats: statistics,
    running,
    reserved: waiting,
    scheduled: timed,
    reports,
    queues,
    held: orAbsent({ found: held, why: 'The broker does not show what workers hold.' }),
    bound: orAbsent({ found: bound, why: 'Without its management API RabbitMQ does not say which workers it remembers.' }),
    health,
    behindMs,
    taskEvents: reader.events.kept,
  };
};

/** What the broker's user may not ask is unknown; everything else that fails is a failure. */
const orRefused = async <Value>(ask: () => Promise<Value>): Promise<Known<Value>> => {
  try {
    return { value: await ask() };
  } catch (error) {
    if (LineclearError.is(error) && (error.code === 'forbidden' || error.code === 'unsupported'))
      return { unknown: error.message };
    throw error;
  }
};

const orAbsent = <Value>({ found, why }: { found: Known<Value | undefined>; why: string }): Known<Value> => {
  if ('unknown' in found) return found;
  return found.value === undefined ? { unknown: why } : { value: found.value };
};
