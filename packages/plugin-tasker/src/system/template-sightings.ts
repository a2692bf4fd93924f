import type { TaskerReader } from '../client/tasker-reader.ts';
import { ifAllowed } from '../dlq/if-allowed.ts';

export interface TemplateName {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
}

/** What a recent task tells about its template and the template endpoints do not. */
export interface TemplateSighting {
  /** The answer it comes from: `tasks/{uuid}/summary`. */
  readonly source: string;
  readonly steps: ReadonlyMap<string, { readonly handler: string | null; readonly dependencies: readonly string[] }>;
}

/**
 * Looks for templates among the newest 100 tasks of their namespace: one list per namespace and one summary per template, each asked once.
 * Yields `undefined` where there is no such task, no summary (older servers), or no permission to look.
 */
export const templateSightings = ({
  reader,
  signal,
}: {
  reader: TaskerReader;
  signal: AbortSignal;
}): ((template: TemplateName) => Promise<TemplateSighting | undefined>) => {
  const recent = remember((namespace: string) => reader.listTasks({ namespace, page: 1, perPage: 100, signal }));
  const see = remember(async (key: string): Promise<TemplateSighting | undefined> => {
    const { namespace, name, version }: TemplateName = JSON.parse(key);
    const { tasks } = await recent(namespace);
    // The namespace too: one server that ignores the filter must not lend the handlers of another one.
    const task = tasks.find((one) => one.namespace === namespace && one.name === name && one.version === version);
    const summary = task === undefined ? undefined : await reader.findSummary({ taskUuid: task.task_uuid, signal });
    return summary === undefined
      ? undefined
      : {
          source: `tasks/${summary.task.task_uuid}/summary`,
          steps: new Map(summary.template.steps.map((step) => [step.name, step])),
        };
  });
  return ({ namespace, name, version }) => ifAllowed(() => see(JSON.stringify({ namespace, name, version })));
};

const remember = <Answer>(ask: (key: string) => Promise<Answer>): ((key: string) => Promise<Answer>) => {
  const answers = new Map<string, Promise<Answer>>();
  return (key) => {
    const known = answers.get(key) ?? ask(key);
    answers.set(key, known);
    return known;
  };
};
