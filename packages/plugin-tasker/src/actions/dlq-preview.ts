import { quoted } from '@lineclear/core/plugin';
import type { CallContext, Preview } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { clip } from '../dlq/dlq-row.ts';
import type { DlqEntry } from '../schemas/dlq.ts';
import { actingAs } from './acting-as.ts';
import { findTask, loadDeadLetter, type Named } from './dead-letter.ts';
import { dlqChangeLines, type DlqGuard, guardOf, resolverOf, type WantedChange } from './dlq-change.ts';
import { outlookAfterClosing } from './outlook.ts';
import { shownJson } from './shown-json.ts';

/** What an update of a dead letter would change, and what it would leave as it is: the task. */
export const previewDlqUpdate = async ({
  named,
  wanted,
  reader,
  principal,
  profile,
  signal,
  progress,
  clock,
}: {
  readonly named: Named;
  readonly wanted: WantedChange;
  readonly reader: TaskerReader;
} & Pick<CallContext, 'principal' | 'profile' | 'signal' | 'progress' | 'clock'>): Promise<Preview<DlqGuard>> => {
  const entry = await loadDeadLetter({ named, reader, signal, progress, clock });
  const guard = guardOf(entry);
  const { task_uuid: taskUuid } = entry;
  const [task, newest] = await Promise.all([
    findTask({ taskUuid, reader, signal }),
    wanted.resolution_status === 'pending' ? reader.findDlqEntryOf({ taskUuid, signal }) : undefined,
  ]);
  const acting = actingAs({
    field: 'resolved_by',
    given: resolverOf({ wanted, principal: principal.id }),
    principal: principal.id,
  });
  const subject = task === undefined ? `task ${taskUuid}` : `task ${quoted(task.name)} (${task.status})`;
  return {
    description: `${whatHappens({ wanted, guard })} of ${subject} in ${profile.name}.`,
    guard,
    before: {
      ...guard,
      // The notes and the data of others: enough to know them by.
      resolution_notes: clip({ text: guard.resolution_notes, characters: shownCharacters }),
      metadata: shownMetadata(guard.metadata),
      dlq_reason: entry.dlq_reason,
      original_state: entry.original_state,
      dlq_timestamp: entry.dlq_timestamp,
    },
    changes: dlqChangeLines({ wanted, guard, principal: principal.id }),
    details: {
      task:
        task === undefined ? 'not readable' : { task_uuid: taskUuid, state: task.status, ...outlookAfterClosing(task.status) },
    },
    warnings: [
      ...(wanted.resolution_status === undefined ? [] : statusWarnings({ status: wanted.resolution_status, entry, newest })),
      ...acting.warnings,
    ],
  };
};

const shownCharacters = 2_000;

const shownMetadata = (metadata: unknown): unknown =>
  JSON.stringify(metadata).length <= shownCharacters ? metadata : shownJson({ value: metadata, maxCharacters: shownCharacters });

const whatHappens = ({ wanted, guard }: { wanted: WantedChange; guard: DlqGuard }): string =>
  wanted.resolution_status === undefined
    ? `Note on dead letter ${guard.dlq_entry_uuid} (${guard.resolution_status})`
    : `Set dead letter ${guard.dlq_entry_uuid} from ${guard.resolution_status} to ${wanted.resolution_status}`;

const statusWarnings = ({
  status,
  entry,
  newest,
}: {
  status: string;
  entry: DlqEntry;
  newest: DlqEntry | undefined;
}): readonly string[] => [
  ...(status === 'pending'
    ? ['Tasker stamps the time of resolution with every status, pending too: the entry will look resolved and be pending.']
    : ['This closes the entry only: it repairs no step and moves no task.']),
  ...(entry.resolution_status === status ? [`It is ${status} already; the time of resolution will be now.`] : []),
  ...(entry.resolution_status !== status && entry.resolution_status !== 'pending'
    ? [`It was resolved before (${entry.resolution_status}): that resolution and its time are replaced.`]
    : []),
  ...(newest !== undefined && newest.dlq_entry_uuid !== entry.dlq_entry_uuid && newest.resolution_status === 'pending'
    ? [
        `The task has another pending entry, ${newest.dlq_entry_uuid}: Tasker allows one, and answers this with an internal error.`,
      ]
    : []),
];
