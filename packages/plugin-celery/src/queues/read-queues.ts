import type { QueueInfo } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Answers } from '../control/inspect.ts';
import { activeQueues } from '../control/questions.ts';
import type { Coverage } from '../workers/coverage.ts';
import { coverageOf, isWhole } from '../workers/coverage.ts';
import { readUnnamedQueue, unnamedQueue } from './unnamed-queue.ts';

/** A queue, as the broker and the workers know it together. */
export interface KnownQueue {
  readonly info: QueueInfo;
  /** Workers that said that they consume it. */
  readonly consumers: readonly string[];
}

export interface QueueListing {
  /** In the order of their names. */
  readonly queues: readonly KnownQueue[];
  /** Queues that workers, catalogue or routes name and the broker does not have. */
  readonly absent: readonly string[];
  /** False when there may be queues that nobody named. */
  readonly complete: boolean;
  readonly coverage: Coverage;
}

/**
 * Every queue that the broker lists, and those that workers consume or that the catalogue and the routes name. A broker that lists none is
 * asked for each of the latter, and for the one that Celery sends to when nobody says otherwise.
 */
export const readQueues = async ({
  reader,
  also = [],
  signal,
}: {
  reader: CeleryReader;
  /** Queues that somebody else named. */
  also?: readonly string[];
  signal: AbortSignal;
}): Promise<QueueListing> => {
  const [listed, consumed] = await Promise.all([reader.broker.queues({ signal }), activeQueues(reader.question({ signal }))]);
  const infos = new Map(listed.queues.map((info) => [info.name, info]));
  const named = [...new Set([...also, ...configuredQueues(reader), ...[...consumed.answers.values()].flat()])];
  const missing = named.filter((name) => !infos.has(name));
  const ask = (name: string) => reader.broker.queue({ name, signal });
  const isNamed = infos.has(unnamedQueue) || named.includes(unnamedQueue);
  const guessed = isNamed ? [] : [readUnnamedQueue({ reader, signal })];
  const asked = await Promise.all([...missing.map(ask), ...guessed]);
  for (const info of asked) if (info !== undefined) infos.set(info.name, info);
  return {
    queues: [...infos.values()]
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map((info) => ({ info, consumers: consumersOf({ queue: info.name, consumed }) })),
    absent: missing.filter((name) => !infos.has(name)).toSorted(),
    complete: listed.complete,
    coverage: coverageOf([consumed]),
  };
};

/** Whether somebody serves a queue; null where a silent worker might. */
export const isServed = ({ queue, coverage }: { queue: KnownQueue; coverage: Coverage }): boolean | null => {
  if (queue.info.consumers !== undefined) return queue.info.consumers > 0;
  if (queue.consumers.length > 0) return true;
  return isWhole(coverage) ? false : null;
};

const configuredQueues = ({ rules, catalogue }: CeleryReader): readonly string[] => [
  ...[...(catalogue?.types.values() ?? [])].flatMap(({ queue }) => queue ?? []),
  ...Object.values(rules.routes),
  ...(rules.default_queue === undefined ? [] : [rules.default_queue]),
];

const consumersOf = ({
  queue,
  consumed: { answers },
}: {
  queue: string;
  consumed: Answers<readonly string[]>;
}): readonly string[] => [...answers].filter(([, queues]) => queues.includes(queue)).map(([worker]) => worker);
