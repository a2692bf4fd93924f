import { type CallContext, LineclearError } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { DlqEntry } from '../schemas/dlq.ts';

const pageSize = 500;
const scanCap = 100_000;

/**
 * Finds a dead letter by its own uuid. The server finds them by task only, so this reads the queue in pages, newest first,
 * up to 100,000 entries for `searchMs`; one page is held at a time. Throws `not_found`, saying how many were read and whether those were
 * all, or `timeout`.
 */
export const findDlqEntry = async ({
  reader,
  entryUuid,
  signal,
  progress,
  clock,
  searchMs = 20_000,
}: {
  readonly reader: TaskerReader;
  readonly entryUuid: string;
  /** Below the deadline of a preview unless said otherwise. */
  readonly searchMs?: number | undefined;
} & Pick<CallContext, 'signal' | 'progress' | 'clock'>): Promise<{ readonly entry: DlqEntry; readonly scanned: number }> => {
  const wanted = entryUuid.toLowerCase();
  const startedAtMs = clock.now();
  let scanned = 0;
  for (let page = 0; page < scanCap / pageSize; page += 1) {
    const entries = await reader.listDlq({ limit: pageSize, offset: scanned, signal });
    scanned += entries.length;
    const entry = entries.find((one) => one.dlq_entry_uuid === wanted);
    if (entry !== undefined) return { entry, scanned };
    // Not a short page: a server may give fewer at a time than it was asked for.
    if (entries.length === 0) throw noEntry({ entryUuid, scanned, complete: true });
    if (clock.now() - startedAtMs > searchMs) throw searchedTooLong({ entryUuid, scanned });
    progress({ progress: scanned, message: `${scanned} dead letters read` });
  }
  throw noEntry({ entryUuid, scanned, complete: false });
};

const searchedTooLong = ({ entryUuid, scanned }: { entryUuid: string; scanned: number }): LineclearError =>
  new LineclearError('timeout', `Dead letter ${entryUuid} was not found in time, among the newest ${scanned}.`, {
    hint: 'Name its task: that needs no search.',
    details: { reason: 'search_too_long', scanned },
    effect: 'none',
  });

const noEntry = ({ entryUuid, scanned, complete }: { entryUuid: string; scanned: number; complete: boolean }): LineclearError =>
  new LineclearError('not_found', `There is no dead letter ${entryUuid}${complete ? '' : ` among the newest ${scanned}`}.`, {
    hint: 'Find it with dlq_list, or name its task: that needs no search.',
    details: { reason: 'no_such_dlq_entry', scanned, complete },
  });
