import { type CallContext, LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { DlqEntry } from '../schemas/dlq.ts';
import { findDlqEntry } from './find-entry.ts';

/** An entry and the answer it was found in. */
export interface Located {
  readonly entry: DlqEntry;
  readonly source: string;
  /** Entries that were read to find it; 0 where the server found it itself. */
  readonly scanned: number;
}

/** Finds the newest entry of a task, or an entry by its own uuid. Throws `not_found` with the next step. */
export const locateEntry = async ({
  taskUuid,
  entryUuid,
  reader,
  signal,
  progress,
  clock,
  searchMs,
}: {
  taskUuid: string | undefined;
  entryUuid: string | undefined;
  reader: TaskerReader;
  searchMs?: number;
} & Pick<CallContext, 'signal' | 'progress' | 'clock'>): Promise<Located> => {
  if (taskUuid !== undefined) {
    const entry = await reader.findDlqEntryOf({ taskUuid, signal });
    if (entry === undefined) throw noEntryOf(taskUuid);
    return { entry, source: `dlq/task/${taskUuid}`, scanned: 0 };
  }
  const { entry, scanned } = await findDlqEntry({ reader, entryUuid: entryUuid ?? '', signal, progress, clock, searchMs });
  return { entry, source: 'dlq', scanned };
};

const noEntryOf = (taskUuid: string): LineclearError =>
  new LineclearError('not_found', `The task ${taskUuid} has no dead-letter entry.`, {
    hint: 'Entries are made for tasks that stay too long in a waiting state; task_inspect shows this one, dlq_list what there is.',
    details: { reason: 'no_dlq_entry_of_task' },
  });
