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
  const reading: BrokerReader = {
    kind: broker.kind,
    health: (options) => broker.health(options),
    queues: (options) => broker.queues(options),
    queue: (query) => broker.queue(query),
    peek: (query) => broker.peek(query),
    find: (query) => broker.find(query),
    held: (options) => broker.held(options),
    workerNames: (options) => broker.workerNames(options),
    inspect: (query) => broker.inspect(query),
    events: (listener) => broker.events(listener),
    close: () => Promise.resolve(),
  };
  return {
    rules,
    catalogue,
    broker: reading,
    results: {
      kind: results.kind,
      read: (query) => results.read(query),
      readMany: (query) => results.readMany(query),
      wait: (query) => results.wait(query),
      close: () => Promise.resolve(),
    },
    events,
    question: ({ signal, destination }) => {
      // Heartbeats name those who stay silent; listening begins with the first question.
      void events.start();
      const heard = broker.kind === 'redis' ? events.liveWorkers().map(({ name }) => name) : undefined;
      return { broker: reading, timeoutMs: rules.answer_timeout_ms, destination, signal, liveWorkers: heard };
    },
  };
};
