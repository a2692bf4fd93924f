import { quoted } from '@lineclear/core/plugin';
import type { Rules } from '../settings.ts';
import type { TaskType } from '../catalogue/task-type.ts';
import { text } from '../protocol/field.ts';
import { matchesPattern } from './task-pattern.ts';
import { workerRoute } from './worker-routes.ts';
import type { SurveyedWorker, WorkerSurvey } from './worker-survey.ts';

/** Which rule named a queue, in the order in which they are asked. */
export type QueueSource =
  | 'input'
  | 'catalogue'
  | 'profile_routes'
  | 'worker_routes'
  | 'profile_default'
  | 'worker_default'
  | 'celery_default';

export interface ResolvedQueue {
  readonly queue: string;
  readonly source: QueueSource;
  /** What makes the choice less than certain, as sentences. */
  readonly notes: readonly string[];
}

/** Where a task goes: the first rule that names a queue decides. Asks nobody; `survey` is what the workers said. */
export const resolveQueue = ({
  taskName,
  asked,
  type,
  rules,
  survey,
}: {
  taskName: string;
  /** The queue that the caller named. */
  asked?: string | undefined;
  type?: Pick<TaskType, 'queue'> | undefined;
  rules: Pick<Rules, 'routes' | 'default_queue'>;
  survey: WorkerSurvey;
}): ResolvedQueue => {
  if (asked !== undefined) return { queue: asked, source: 'input', notes: [] };
  if (type?.queue !== undefined) return { queue: type.queue, source: 'catalogue', notes: [] };
  const route = Object.entries(rules.routes).find(([pattern]) => matchesPattern({ pattern, name: taskName }));
  if (route !== undefined) return { queue: route[1], source: 'profile_routes', notes: [] };
  const workers = whoKnow({ taskName, survey });
  const routes = workers.map((worker) => ({ worker, ...workerRoute({ taskName, routes: worker.conf?.['task_routes'] }) }));
  const notes = routes.some(({ isUncertain }) => isUncertain) ? [uncertain] : [];
  const routed = agreed({ named: routes, notes });
  if (routed !== undefined) return { source: 'worker_routes', ...routed };
  if (rules.default_queue !== undefined) return { queue: rules.default_queue, source: 'profile_default', notes };
  const defaults = workers.map((worker) => ({ worker, queue: text(worker.conf?.['task_default_queue']) }));
  const usual = agreed({ named: defaults, notes });
  return usual === undefined ? { queue: 'celery', source: 'celery_default', notes } : { source: 'worker_default', ...usual };
};

const uncertain =
  'The workers also route by functions, regular expressions or exchanges, which cannot be seen from outside: name the queue when this one is wrong.';

/** Several applications may share a broker: those that know the task decide, and everybody when nobody says to know it. */
const whoKnow = ({ taskName, survey }: { taskName: string; survey: WorkerSurvey }): readonly SurveyedWorker[] => {
  const knowing = survey.workers.filter(({ tasks }) => tasks?.has(taskName) === true);
  return knowing.length > 0 ? knowing : survey.workers;
};

/** The queue that workers name; where they disagree, one that a worker consumes which names it. */
const agreed = ({
  named,
  notes,
}: {
  named: readonly { readonly worker: SurveyedWorker; readonly queue: string | undefined }[];
  notes: readonly string[];
}): { readonly queue: string; readonly notes: readonly string[] } | undefined => {
  const queues = [...new Set(named.flatMap(({ queue }) => queue ?? []))];
  const consumed = named.find(({ worker, queue }) => worker.queues?.some(({ name }) => name === queue) === true);
  const queue = consumed?.queue ?? queues[0];
  if (queue === undefined) return undefined;
  const others = queues.filter((other) => other !== queue).map(quoted);
  return {
    queue,
    notes: others.length === 0 ? notes : [...notes, `Workers disagree about the queue; others name ${others.join(', ')}.`],
  };
};
