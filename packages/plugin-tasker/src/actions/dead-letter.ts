import { type CallContext, LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { findDlqEntry } from '../dlq/find-entry.ts';
import { locateEntry } from '../dlq/locate-entry.ts';
import type { DlqEntry } from '../schemas/dlq.ts';
import type { Task } from '../schemas/task.ts';

/** How a caller names a dead letter: by its own uuid, or by its task, whose newest one it is. With both, the task spares a search. */
export interface Named {
  readonly dlq_entry_uuid?: string | undefined;
  readonly task_uuid?: string | undefined;
}

type Ask = { readonly named: Named; readonly reader: TaskerReader } & Pick<CallContext, 'signal' | 'progress' | 'clock'>;

/** `not_found` where there is none, `invalid_input` where the two uuids do not belong together. */
export const loadDeadLetter = async ({ named, reader, signal, progress, clock }: Ask): Promise<DlqEntry> => {
  const { dlq_entry_uuid: entryUuid, task_uuid: taskUuid } = named;
  if (entryUuid === undefined || taskUuid === undefined)
    return (await locateEntry({ taskUuid, entryUuid, reader, signal, progress, clock })).entry;
  const newest = await reader.findDlqEntryOf({ taskUuid, signal });
  if (newest?.dlq_entry_uuid === entryUuid.toLowerCase()) return newest;
  const { entry } = await findDlqEntry({ reader, entryUuid, signal, progress, clock });
  if (entry.task_uuid === taskUuid.toLowerCase()) return entry;
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
