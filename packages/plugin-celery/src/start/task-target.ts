import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { TaskType } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { similarNames } from '../routing/similar-names.ts';
import { matchesAny } from '../routing/task-pattern.ts';
import { quotedList } from '../text/quoted-list.ts';

/** What a caller's `task_type` stands for. */
export interface TaskTarget {
  /** The catalogue's name for it, or the task's own. */
  readonly label: string;
  readonly taskName: string;
  /** Undefined for tasks that are not in the catalogue. */
  readonly type: TaskType | undefined;
}

/**
 * Finds what a caller names, and whether it may be started at all. A task of the catalogue is always taken as its type there, under
 * its Celery name too: the type's schema and approval hold in any case. Throws `not_found` or `forbidden`.
 */
export const targetOf = ({
  taskType,
  reader: { catalogue, rules },
}: {
  taskType: string;
  reader: Pick<CeleryReader, 'catalogue' | 'rules'>;
}): TaskTarget => {
  const types = [...(catalogue?.types.values() ?? [])];
  const type = catalogue?.types.get(taskType) ?? types.find(({ taskName }) => taskName === taskType);
  const taskName = type?.taskName ?? taskType;
  if (matchesAny({ patterns: rules.deny_tasks, name: taskName })) throw denied(taskName);
  if (type !== undefined) return { label: type.id, taskName, type };
  const { allow_tasks: allowed } = rules;
  const isAllowed = allowed === undefined ? catalogue === undefined : matchesAny({ patterns: allowed, name: taskName });
  if (isAllowed) return { label: taskName, taskName, type };
  throw catalogue === undefined ? notAllowed(taskName) : unknownType({ taskType, known: types });
};

const denied = (taskName: string): LineclearError =>
  new LineclearError('forbidden', `The profile never starts ${quoted(taskName)}.`, {
    hint: 'Use another task; deny_tasks of the profile names those that are never started.',
    details: { reason: 'task_denied', task_name: taskName },
  });

const notAllowed = (taskName: string): LineclearError =>
  new LineclearError('forbidden', `The profile does not allow ${quoted(taskName)} to be started.`, {
    hint: 'task_types lists what may be started; the operator can add the name to allow_tasks.',
    details: { reason: 'task_not_allowed', task_name: taskName },
  });

const unknownType = ({ taskType, known }: { taskType: string; known: readonly TaskType[] }): LineclearError => {
  const similar = similarNames({ name: taskType, among: known.map(({ id }) => id) });
  return new LineclearError('not_found', `There is no task type ${quoted(taskType)} in the catalogue.`, {
    hint: `task_types lists all${similar.length === 0 ? '' : `; similar: ${quotedList(similar)}`}.`,
    details: { reason: 'unknown_task_type', similar_types: similar, types: known.map(({ id }) => id).slice(0, 30) },
  });
};
