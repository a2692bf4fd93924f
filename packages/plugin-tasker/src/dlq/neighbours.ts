import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { type DlqEntry, snapshotOf } from '../schemas/dlq.ts';

interface Ask {
  readonly entry: DlqEntry;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}

/** How many other open entries have something in common with this one: counts, no verdict. */
export const similarPending = z.object({
  same_reason: z.int(),
  same_namespace: z.int(),
  same_task_name: z.int().describe('In the same namespace.'),
  within_an_hour: z.int().describe('Entered the DLQ at most an hour before or after.'),
  others_seen: z.int(),
  complete: z.boolean().describe('False: the queue is longer than what was read.'),
  source: z.string(),
});

const queueRead = 1_000;
const hourMs = 3_600_000;

export const countSimilar = async ({ entry, reader, signal }: Ask): Promise<z.output<typeof similarPending>> => {
  const queue = await reader.listDlqQueue({ limit: queueRead, signal });
  const others = queue.filter(({ dlq_entry_uuid: uuid }) => uuid !== entry.dlq_entry_uuid);
  const { namespace, task_name: name } = snapshotOf(entry);
  const inNamespace = others.filter((other) => namespace !== null && other.namespace_name === namespace);
  const enteredAt = Date.parse(entry.dlq_timestamp);
  return {
    same_reason: others.filter(({ dlq_reason: reason }) => reason === entry.dlq_reason).length,
    same_namespace: inNamespace.length,
    same_task_name: inNamespace.filter((other) => name !== null && other.task_name === name).length,
    within_an_hour: others.filter((other) => Math.abs(Date.parse(other.dlq_timestamp) - enteredAt) <= hourMs).length,
    others_seen: others.length,
    complete: queue.length < queueRead,
    source: 'dlq/investigation-queue',
  };
};

/** Other entries of the same task, as far as the newest entries of all tasks show them. */
export const history = z.object({
  entries: z.array(
    z.object({
      dlq_entry_uuid: z.string(),
      dlq_timestamp: z.string(),
      dlq_reason: z.string(),
      resolution_status: z.string(),
      resolution_timestamp: z.string().nullable(),
    }),
  ),
  count: z.int(),
  entries_read: z.int(),
  complete: z.boolean().describe('False: older entries were not read, or not all are shown.'),
  source: z.string(),
});

const historyRead = 500;
const historyShown = 20;

export const readHistory = async ({ entry, reader, signal }: Ask): Promise<z.output<typeof history>> => {
  const newest = await reader.listDlq({ limit: historyRead, offset: 0, signal });
  const others = newest.filter((one) => one.task_uuid === entry.task_uuid && one.dlq_entry_uuid !== entry.dlq_entry_uuid);
  return {
    entries: others.slice(0, historyShown).map((one) => ({
      dlq_entry_uuid: one.dlq_entry_uuid,
      dlq_timestamp: one.dlq_timestamp,
      dlq_reason: one.dlq_reason,
      resolution_status: one.resolution_status,
      resolution_timestamp: one.resolution_timestamp,
    })),
    count: others.length,
    entries_read: newest.length,
    complete: newest.length < historyRead && others.length <= historyShown,
    source: 'dlq',
  };
};
