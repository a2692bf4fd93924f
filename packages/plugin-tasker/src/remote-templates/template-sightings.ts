import { LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Task } from '../schemas/task.ts';

export interface TemplateName {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

/** What recent tasks tell about their template and the template endpoints do not. */
export interface TemplateSighting {
  /** The answer it comes from: `tasks/{uuid}/summary`. */
  readonly source: string;
  readonly steps: ReadonlyMap<string, { readonly handler: string | null; readonly dependencies: readonly string[] }>;
  /** Recent tasks of the template that are complete, newest first. */
  readonly completed: readonly Task[];
}

/** Why there is no sighting, as a sentence. */
export interface NoSighting {
  readonly why: string;
}
export type Sighted = TemplateSighting | NoSighting;

/**
 * Looks for templates among the newest 100 tasks of their namespace: one list per namespace and one summary per template, each asked once.
 * What is found only adds to an answer, so a failure on the way is no error here: it is told as why nothing was found.
 */
export const templateSightings = ({
  reader,
  signal,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
}): ((template: TemplateName) => Promise<Sighted>) => {
  const recent = remember((namespace: string) => reader.listTasks({ namespace, page: 1, perPage: 100, signal }));
  const see = async ({ namespace, name, version }: TemplateName): Promise<Sighted> => {
    const { tasks } = await recent(namespace);
    // The namespace too: a server that ignores the filter must not lend the handlers of another namespace.
    const own = tasks.filter((one) => one.namespace === namespace && one.name === name && one.version === version);
    const [newest] = own;
    if (newest === undefined) return { why: 'No recent task of this template was found.' };
    const summary = await reader.findSummary({ taskUuid: newest.task_uuid, signal });
    if (summary === undefined) return { why: 'The server has no task summary, which alone names handlers.' };
    return {
      source: `tasks/${newest.task_uuid}/summary`,
      steps: new Map(summary.template.steps.map((step) => [step.name, step])),
      completed: own.filter(({ status }) => status === 'completed'),
    };
  };
  const sightings = remember(async (key: string): Promise<Sighted> => {
    try {
      return await see(JSON.parse(key));
    } catch (error) {
      if (signal.aborted || !LineclearError.is(error)) throw error;
      return {
        why: error.code === 'forbidden' ? error.hint : `Recent tasks of this template could not be read (${error.code}).`,
      };
    }
  });
  return ({ namespace, name, version }) => sightings(JSON.stringify({ namespace, name, version }));
};

const remember = <Answer>(ask: (key: string) => Promise<Answer>): ((key: string) => Promise<Answer>) => {
  const answers = new Map<string, Promise<Answer>>();
  return (key) => {
    const known = answers.get(key) ?? ask(key);
    answers.set(key, known);
    return known;
  };
};
