import type { Cancellable } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Answers } from '../control/inspect.ts';
import { ask } from '../control/inspect.ts';
import { conf, registered } from '../control/questions.ts';
import { integer, list, object, text } from '../protocol/field.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';

/** A queue that a worker consumes. */
export interface ConsumedQueue {
  readonly name: string;
  /** `x-max-priority` of its declaration; undefined when it was declared without. */
  readonly maxPriority: number | undefined;
}

/** What one worker says of itself; undefined where it left a question without an answer, which never means "nothing". */
export interface SurveyedWorker {
  readonly name: string;
  readonly queues: readonly ConsumedQueue[] | undefined;
  readonly tasks: ReadonlySet<string> | undefined;
  readonly conf: WireObject | undefined;
}

/** Which workers there are, what they consume and what they can run, at one moment. */
export interface WorkerSurvey {
  /** Those that answered at least one question, by name. */
  readonly workers: readonly SurveyedWorker[];
  /** Live workers; 0 = none is connected to the broker at this moment. */
  readonly known: number;
  readonly silent: readonly string[];
  /** True when every known worker answered every question. */
  readonly complete: boolean;
}

/** Asks all workers what they consume, what they can run and how they are set up; all at once. */
export const surveyWorkers = async ({ reader, signal }: { reader: CeleryReader } & Cancellable): Promise<WorkerSurvey> => {
  const question = reader.question({ signal });
  const [queues, tasks, settings] = await Promise.all([
    ask({ ...question, method: 'active_queues', parse: parseQueues }),
    registered(question),
    conf(question),
  ]);
  const all: readonly Answers<unknown>[] = [queues, tasks, settings];
  const names = new Set(all.flatMap(({ answers, refused }) => [...answers.keys(), ...refused.keys()]));
  return {
    workers: [...names].toSorted().map((name) => {
      const known = tasks.answers.get(name);
      return {
        name,
        queues: queues.answers.get(name),
        tasks: known && new Set(known.keys()),
        conf: settings.answers.get(name),
      };
    }),
    known: Math.max(names.size, ...all.map(({ known }) => known)),
    silent: [...new Set(all.flatMap(({ silent }) => silent))].filter((name) => !names.has(name)).toSorted(),
    complete: all.every(({ answers, known }) => answers.size === names.size && answers.size >= known),
  };
};

const parseQueues = (reply: WireValue): readonly ConsumedQueue[] | undefined =>
  list(reply)?.flatMap((item) => {
    const fields = object(item);
    const name = text(fields?.['name']);
    if (name === undefined) return [];
    return [
      {
        name,
        maxPriority: integer(object(fields?.['queue_arguments'])?.['x-max-priority']) ?? integer(fields?.['max_priority']),
      },
    ];
  });
