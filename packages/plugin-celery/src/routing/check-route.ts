import { quoted } from '@lineclear/core/plugin';
import type { LineclearError } from '@lineclear/core/plugin';
import { quotedList } from '../text/quoted-list.ts';
import { noConsumer, notRegistered, workersSilent } from './route-problems.ts';
import type { SurveyedWorker, WorkerSurvey } from './worker-survey.ts';

/** Whether a live worker would run the task. Only `ready` means yes; what nobody answered is never taken for a yes or a no. */
export type Verdict = 'ready' | 'no_consumer' | 'not_registered' | 'workers_silent';

export interface RouteCheck {
  readonly verdict: Verdict;
  /** Workers that consume the queue and know the task, by name. */
  readonly workers: readonly string[];
  /** Why not, with `details.reason` like the verdict; undefined when it is ready. */
  readonly problem: LineclearError | undefined;
  readonly warnings: readonly string[];
}

/** What has to be checked. */
export interface Route {
  readonly taskName: string;
  readonly queue: string;
  readonly survey: WorkerSurvey;
  /** Consumers that the broker counts on the queue; undefined where it does not count. */
  readonly consumers?: number | undefined;
  /** Where the rules send the task, where the caller named another queue. */
  readonly usual?: string | undefined;
}

/** Tells from what the workers said whether one of them consumes the queue and knows the task. Asks nobody. */
export const checkRoute = (route: Route): RouteCheck => {
  const { taskName, queue, survey } = route;
  const consuming = survey.workers.filter(({ queues }) => queues?.some(({ name }) => name === queue) === true);
  const knowing = consuming.filter(({ tasks }) => tasks?.has(taskName) === true);
  if (knowing.length > 0 && route.consumers !== 0) {
    const strangers = consuming.filter(({ tasks }) => tasks?.has(taskName) === false);
    return {
      verdict: 'ready',
      workers: knowing.map(({ name }) => name),
      problem: undefined,
      warnings: warningsAbout({ strangers, taskName, queue }),
    };
  }
  if (knowing.length > 0) return failed({ verdict: 'no_consumer', problem: noConsumer(route) });
  const isOpen = isUnanswered({ survey, consuming, consumers: route.consumers });
  if (isOpen) return failed({ verdict: 'workers_silent', problem: workersSilent(route) });
  return consuming.length === 0
    ? failed({ verdict: 'no_consumer', problem: noConsumer(route) })
    : failed({ verdict: 'not_registered', problem: notRegistered({ ...route, consuming: consuming.map(({ name }) => name) }) });
};

/** True when a worker that said too little may be the one. */
const isUnanswered = ({
  survey,
  consuming,
  consumers,
}: {
  survey: WorkerSurvey;
  consuming: readonly SurveyedWorker[];
  consumers: number | undefined;
}): boolean => {
  // The broker counts somebody on the queue who has not said so.
  if (consuming.length === 0 && consumers !== undefined && consumers > 0) return true;
  const isSilent = survey.silent.length > 0 || survey.workers.length < survey.known;
  // Where the broker counts no consumer, silence cannot hide one.
  if (isSilent && consumers !== 0) return true;
  const isHalfHeard = ({ queues, tasks }: SurveyedWorker) => queues === undefined || tasks === undefined;
  return (consuming.length === 0 ? survey.workers.filter(({ queues }) => queues === undefined) : consuming).some(isHalfHeard);
};

const failed = ({ verdict, problem }: { verdict: Verdict; problem: LineclearError }): RouteCheck => ({
  verdict,
  workers: [],
  problem,
  warnings: [],
});

const warningsAbout = ({
  strangers,
  taskName,
  queue,
}: {
  strangers: readonly SurveyedWorker[];
  taskName: string;
  queue: string;
}): readonly string[] =>
  strangers.length === 0
    ? []
    : [
        `${quotedList(strangers.map(({ name }) => name))} also consume ${quoted(queue)} and do not know ${quoted(taskName)}: the task fails when one of them takes it.`,
      ];
