import type { JsonObject } from '@lineclear/core/plugin';
import type { Question } from '../control/inspect.ts';
import { registered } from '../control/questions.ts';
import { oneLine } from '../text/one-line.ts';
import { redactText } from '../text/redact-arguments.ts';
import { paramsOf } from './annotations.ts';

/** A task that workers know, as they describe it. Everything in it is somebody else's text. */
export interface DiscoveredType {
  readonly taskName: string;
  /** The first lines of its documentation, on one line; empty without any. */
  readonly description: string;
  /** JSON Schema of the annotated parameters; which are required, and their defaults, is not known. */
  readonly params: JsonObject;
  /** Seconds; a worker ends the task then. */
  readonly timeLimitS: number | undefined;
  readonly softTimeLimitS: number | undefined;
  /** Such as `10/m`. */
  readonly rateLimit: string | undefined;
  readonly acksLate: boolean | undefined;
}

const attributes = ['__doc__', '__annotations__', 'time_limit', 'soft_time_limit', 'rate_limit', 'acks_late'] as const;
const longestDescription = 300;
const longestName = 255;

/**
 * The tasks that workers have registered, in the order of their names; Celery's own are not among them. Workers that know a task in
 * different versions describe it differently: the first of them is believed.
 */
export const discoverTypes = async (question: Question): Promise<readonly DiscoveredType[]> => {
  // One question for each: workers do not escape what they list, so several in one answer could not be told apart.
  const answers = await Promise.all(attributes.map((attribute) => registered({ ...question, attribute })));
  const [docs, annotations, time, softTime, rate, late] = answers.map(({ answers: byWorker }) => merged(byWorker));
  const names = [
    ...new Set(answers.flatMap(({ answers: byWorker }) => [...byWorker.values()].flatMap((tasks) => [...tasks.keys()]))),
  ];
  return names
    .filter((taskName) => taskName.length <= longestName)
    .toSorted()
    .map((taskName) => ({
      taskName,
      description: oneLine({ text: redactText(docs?.get(taskName) ?? ''), characters: longestDescription }),
      params: paramsOf(annotations?.get(taskName) ?? ''),
      timeLimitS: seconds(time?.get(taskName)),
      softTimeLimitS: seconds(softTime?.get(taskName)),
      rateLimit: rateOf(rate?.get(taskName)),
      acksLate: flagOf(late?.get(taskName)),
    }));
};

const merged = (byWorker: ReadonlyMap<string, ReadonlyMap<string, string>>): ReadonlyMap<string, string> => {
  const first = new Map<string, string>();
  for (const tasks of byWorker.values()) {
    for (const [name, text] of tasks) if (text !== '' && !first.has(name)) first.set(name, text);
  }
  return first;
};

const seconds = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return text === undefined || text === '' || !Number.isFinite(value) || value <= 0 ? undefined : value;
};

const rateOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[\d.]+(\/[smh])?$/.test(text) ? text : undefined;

const flagOf = (text: string | undefined): boolean | undefined => (text === 'True' ? true : text === 'False' ? false : undefined);
