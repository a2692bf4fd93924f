import { type CallContext, LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { findDlqEntry } from '../dlq/find-entry.ts';
import type { DlqEntry } from '../schemas/dlq.ts';
import type { Task } from '../schemas/task.ts';

/** How a caller names a dead letter: by its own uuid, or by its task, whose newest one it is. With both, the task spares a search. */
export interface Named {
  readonly dlq_entry_uuid?: string | undefined;
  readonly task_uuid?: string | undefined;
}

type Ask = { readonly named: Named; readonly reader: TaskerReader } & Pick<CallContext, 'signal' | 'progress'>;

/** `not_found` where there is none, `invalid_input` where the two uuids do not belong together. */
export const loadDeadLetter = async ({ named, reader, signal, progress }: Ask): Promise<DlqEntry> => {
  const { dlq_entry_uuid: entryUuid, task_uuid: taskUuid } = named;
  const newest = taskUuid === undefined ? undefined : await reader.findDlqEntryOf({ taskUuid, signal });
  if (newest !== undefined && (entryUuid === undefined || newest.dlq_entry_uuid === entryUuid.toLowerCase())) return newest;
  if (entryUuid === undefined) {
    throw new LineclearError('not_found', `Task ${taskUuid} has no dead letter.`, {
      hint: 'List dead letters with dlq_list.',
      details: { reason: 'no_such_dlq_entry' },
    });
  }
  const { entry } = await findDlqEntry({ reader, entryUuid, signal, progress });
  if (taskUuid === undefined || entry.task_uuid === taskUuid.toLowerCase()) return entry;
  throw new LineclearError('invalid_input', 'This dead letter belongs to another task.', {
    hint: 'Leave one of the two uuids out.',
    details: { reason: 'other_task', task_uuid: entry.task_uuid },
  });
};

/** The task of a dead letter, or `undefined` where it is gone or the credentials may not read tasks: the entry can be changed without it. */
export const findTask = async ({
  taskUuid,
  reader,
  signal,
}: {
  readonly taskUuid: string;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}): Promise<Task | undefined> => {
  try {
    return await reader.getTask({ taskUuid, signal });
  } catch (error) {
    if (LineclearError.is(error) && (error.code === 'not_found' || error.code === 'forbidden')) return undefined;
    throw error;
  }
};
