import type { HeldTask } from '../broker/broker.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import type { Answers } from '../control/inspect.ts';
import { active, queryTasks, reserved, scheduled } from '../control/questions.ts';
import type { WorkerTask } from '../control/worker-task.ts';
import type { Coverage } from '../workers/coverage.ts';
import { coverageOf, isWhole, namesIn } from '../workers/coverage.ts';
import type { ListedState, ListedTask } from './listed-task.ts';
import { listedStates } from './listed-task.ts';

/** Held messages that workers are asked about by id; more would make a long question. */
const maxAsked = 500;

export interface AtWorkers {
  /** In the order of an answer. */
  readonly tasks: readonly ListedTask[];
  readonly coverage: Coverage;
  /** Workers that answered anything. */
  readonly names: readonly string[];
  /** False where the broker does not show what workers hold back. */
  readonly showsHeld: boolean;
}

/** Every task that a worker took, once each, and how many workers told of theirs. */
export const tasksAtWorkers = async ({
  reader,
  signal,
}: {
  reader: Pick<CeleryReader, 'broker' | 'question'>;
  signal: AbortSignal;
}): Promise<AtWorkers> => {
  const question = reader.question({ signal });
  // A worker answers in this order, so that a task which moves on meanwhile is seen twice rather than missed; the later place wins.
  const [timed, waiting, running] = await Promise.all([scheduled(question), reserved(question), active(question)]);
  const coverage = coverageOf([timed, waiting, running]);
  const told = new Map([
    ...listed({ answers: timed, state: 'scheduled' }),
    ...listed({ answers: waiting, state: 'reserved' }),
    ...listed({ answers: running, state: 'running' }),
  ]);
  const messages = await reader.broker.held({ signal });
  const held = new Map((messages ?? []).map((message) => [message.task.taskId, message]));
  const untold = [...held.values()].filter(({ task }) => !told.has(task.taskId));
  const names = namesIn([timed, waiting, running]);
  const found = await askFor({ reader, untold, names, signal });
  const rest = untold.filter(({ task }) => !found.has(task.taskId)).map((message) => toHeld({ message, coverage }));
  return {
    tasks: [...told.values(), ...found.values(), ...rest]
      .map((task) => withMessage({ task, message: held.get(task.taskId) }))
      .toSorted(inOrder),
    coverage,
    names,
    showsHeld: messages !== undefined,
  };
};

const listed = ({
  answers: { answers },
  state,
}: {
  answers: Answers<readonly WorkerTask[]>;
  state: ListedState;
}): readonly (readonly [string, ListedTask])[] =>
  [...answers].flatMap(([worker, tasks]) => tasks.map((task) => [task.taskId, toListed({ task, worker, state })] as const));

const toListed = ({ task, worker, state }: { task: WorkerTask; worker: string; state: ListedState }): ListedTask => ({
  taskId: task.taskId,
  taskName: task.taskName,
  state,
  worker,
  queue: task.queue,
  position: undefined,
  startedAtMs: state === 'running' ? task.startedAtMs : undefined,
  etaMs: task.etaMs,
  takenAtMs: undefined,
  redeliveredAtMs: undefined,
  args: task.args,
  kwargs: task.kwargs,
});

/** Workers know by id what they hold back, though it is in none of their lists. */
const askFor = async ({
  reader,
  untold,
  names,
  signal,
}: {
  reader: Pick<CeleryReader, 'question'>;
  untold: readonly HeldTask[];
  /** Those who answered just now: there is no need to wait for the others once more. */
  names: readonly string[];
  signal: AbortSignal;
}): Promise<ReadonlyMap<string, ListedTask>> => {
  if (untold.length === 0 || names.length === 0) return new Map();
  const taskIds = untold.slice(0, maxAsked).map(({ task }) => task.taskId);
  const { answers } = await queryTasks({ ...reader.question({ signal, destination: names }), taskIds });
  const states = { active: 'running', reserved: 'reserved', ready: 'held' } as const;
  return new Map(
    [...answers].flatMap(([worker, tasks]) =>
      [...tasks].map(([taskId, { place, task }]) => [taskId, toListed({ task, worker, state: states[place] })] as const),
    ),
  );
};

const toHeld = ({ message: { queue, task }, coverage }: { message: HeldTask; coverage: Coverage }): ListedTask => ({
  taskId: task.taskId,
  taskName: task.taskName,
  // Whoever is silent may have it.
  state: isWhole(coverage) ? 'held' : 'stalled',
  worker: undefined,
  queue,
  position: undefined,
  startedAtMs: undefined,
  etaMs: task.etaMs,
  takenAtMs: undefined,
  redeliveredAtMs: undefined,
  args: task.body.readable ? task.body.args : undefined,
  kwargs: task.body.readable ? task.body.kwargs : undefined,
});

const withMessage = ({ task, message }: { task: ListedTask; message: HeldTask | undefined }): ListedTask =>
  message === undefined
    ? task
    : {
        ...task,
        queue: task.queue ?? message.queue,
        etaMs: task.etaMs ?? message.task.etaMs,
        takenAtMs: message.takenAtMs,
        // As long as a worker has it, it says so to the broker in time.
        redeliveredAtMs: task.worker === undefined ? message.redeliveredAtMs : undefined,
      };

const inOrder = (one: ListedTask, other: ListedTask): number =>
  listedStates.indexOf(one.state) - listedStates.indexOf(other.state) ||
  (one.startedAtMs ?? one.etaMs ?? 0) - (other.startedAtMs ?? other.etaMs ?? 0) ||
  (one.taskId < other.taskId ? -1 : 1);
