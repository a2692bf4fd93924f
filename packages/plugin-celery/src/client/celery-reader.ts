import type { BrokerReader, Cancellable } from '../broker/broker.ts';
import type { Catalogue } from '../catalogue/task-type.ts';
import type { Question } from '../control/inspect.ts';
import type { EventLog } from '../events/event-log.ts';
import type { ResultReader } from '../results/results.ts';
import type { Rules } from '../settings.ts';
import type { Station } from './station.ts';

/** What reads and previews may ask. */
export interface CeleryReader {
  readonly rules: Rules;
  /** Undefined where the profile names none: then the workers' own registration says what there is. */
  readonly catalogue: Catalogue | undefined;
  readonly broker: BrokerReader;
  readonly results: ResultReader;
  readonly events: Pick<EventLog, 'start' | 'historyOf' | 'liveWorkers' | 'kept' | 'listeningSinceMs' | 'lastGapMs' | 'problem'>;
  /** A question to all workers, or to those that are named: `active(reader.question({ signal }))`. */
  question(options: Cancellable & { readonly destination?: readonly string[] }): Question;
}

/** Narrows a station to what changes nothing, so that no cast can reach the rest. */
export const celeryReader = ({
  station: { broker, results, events },
  rules,
  catalogue,
}: {
  station: Station;
  rules: Rules;
  catalogue: Catalogue | undefined;
}): CeleryReader => {
  const { kind, health, queues, queue, peek, find, held, workerNames, inspect } = broker;
  const reading: BrokerReader = {
    kind,
    health,
    queues,
    queue,
    peek,
    find,
    held,
    workerNames,
    inspect,
    events: broker.events,
    close: () => Promise.resolve(),
  };
  return {
    rules,
    catalogue,
    broker: reading,
    results: {
      kind: results.kind,
      read: results.read,
      readMany: results.readMany,
      wait: results.wait,
      close: () => Promise.resolve(),
    },
    events,
    question: ({ signal, destination }) => {
      // Heartbeats name those who stay silent; listening begins with the first question.
      void events.start();
      const heard = kind === 'redis' ? events.liveWorkers().map(({ name }) => name) : undefined;
      return { broker: reading, timeoutMs: rules.answer_timeout_ms, destination, signal, liveWorkers: heard };
    },
  };
};
