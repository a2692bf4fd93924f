import { LineclearError, quoted } from '@lineclear/core/plugin';
import { quotedList } from '../text/quoted-list.ts';
import type { Route } from './check-route.ts';
import { similarNames } from './similar-names.ts';
import type { WorkerSurvey } from './worker-survey.ts';

/** Nobody consumes the queue: a task in it would wait for ever. */
export const noConsumer = ({ taskName, queue, survey, usual }: Route): LineclearError => {
  const consumed = consumedQueues(survey);
  const [likely] = [
    ...consumed.filter((name) => name === usual),
    ...queuesOfKnowing({ taskName, survey }),
    ...similarNames({ name: queue, among: consumed }),
  ].filter((name) => name !== queue);
  const found = consumed.length === 0 ? 'No worker is connected.' : `Workers consume ${quotedList(consumed)}.`;
  return new LineclearError('conflict', `No worker consumes the queue ${quoted(queue)}: the task would wait for ever. ${found}`, {
    hint:
      likely === undefined
        ? `Start a worker for the queue, or set allow_unconsumed: true to let the task wait for one.`
        : `Give queue: ${quoted(likely)} if that is the one, or start a worker for ${quoted(queue)}; allow_unconsumed: true lets the task wait for one.`,
    details: {
      reason: 'no_consumer',
      queue,
      consumed_queues: consumed.slice(0, most),
      ...(likely !== undefined && { likely_queue: likely }),
      workers: counted(survey),
    },
    effect: 'none',
  });
};

/** RabbitMQ drops what is sent to a queue that does not exist. */
export const noQueue = ({ queue, survey }: Route): LineclearError => {
  const consumed = consumedQueues(survey);
  return new LineclearError('conflict', `RabbitMQ has no queue ${quoted(queue)}, so nothing can wait in it.`, {
    hint: `A worker declares its queues when it starts: start one for ${quoted(queue)}${consumed.length === 0 ? '' : `, or give one of ${quotedList(consumed)}`}.`,
    details: {
      reason: 'no_consumer',
      queue,
      queue_exists: false,
      consumed_queues: consumed.slice(0, most),
      workers: counted(survey),
    },
    effect: 'none',
  });
};

/** The name is that of something else, which a task there would harm. */
export const reservedQueue = ({ queue, survey }: Route): LineclearError => {
  const consumed = consumedQueues(survey);
  return new LineclearError('invalid_input', `${quoted(queue)} is no queue for tasks: Celery or the broker uses this name.`, {
    hint: `Give a queue from queue_list${consumed.length === 0 ? '' : `, such as ${quotedList(consumed)}`}, or none: it is found out then.`,
    details: { reason: 'reserved_queue', queue, consumed_queues: consumed.slice(0, most) },
    effect: 'none',
  });
};

/** The workers of the queue do not know the task: it would fail, or vanish. */
export const notRegistered = ({
  taskName,
  queue,
  survey,
  consuming,
}: Route & { consuming: readonly string[] }): LineclearError => {
  const elsewhere = queuesOfKnowing({ taskName, survey }).filter((name) => name !== queue);
  const similar = similarNames({ name: taskName, among: survey.workers.flatMap(({ tasks }) => [...(tasks ?? [])]) });
  const hint =
    elsewhere[0] !== undefined
      ? `Workers of the queue ${quoted(elsewhere[0])} know it: give that queue.`
      : `task_types lists what the workers know${similar.length === 0 ? '' : `; similar: ${quotedList(similar)}`}.`;
  return new LineclearError('not_found', `The workers of the queue ${quoted(queue)} do not know the task ${quoted(taskName)}.`, {
    hint: `${hint} A worker that was just given the task has to be restarted.`,
    details: {
      reason: 'not_registered',
      task_name: taskName,
      queue,
      consumers: consuming.slice(0, most),
      similar_tasks: similar,
      queues_that_know_it: elsewhere.slice(0, most),
      workers: counted(survey),
    },
    effect: 'none',
  });
};

/** Workers are connected and do not answer, so nobody can tell. */
export const workersSilent = ({ taskName, queue, survey }: Route): LineclearError =>
  new LineclearError(
    'timeout',
    `Whether a worker consumes ${quoted(queue)} and knows ${quoted(taskName)} cannot be told: not all workers answer.`,
    {
      hint: 'Busy solo pools and frozen workers stay silent. Try again in a moment, or set allow_unconsumed: true to start it anyway.',
      retryAfterS: 5,
      details: { reason: 'workers_silent', queue, task_name: taskName, workers: counted(survey) },
      effect: 'none',
    },
  );

const most = 20;

const consumedQueues = (survey: WorkerSurvey): readonly string[] =>
  [...new Set(survey.workers.flatMap(({ queues }) => (queues ?? []).map(({ name }) => name)))].toSorted();

const queuesOfKnowing = ({ taskName, survey }: { taskName: string; survey: WorkerSurvey }): readonly string[] => [
  ...new Set(
    survey.workers
      .filter(({ tasks }) => tasks?.has(taskName) === true)
      .flatMap(({ queues }) => (queues ?? []).map(({ name }) => name)),
  ),
];

const counted = ({ workers, known, silent }: WorkerSurvey) => ({
  known,
  answered: workers.length,
  silent: silent.slice(0, most),
});
