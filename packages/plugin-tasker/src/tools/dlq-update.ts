import * as z from 'zod';
import { findTask, loadDeadLetter } from '../actions/dead-letter.ts';
import { type DlqGuard, isMarked, toDlqChange } from '../actions/dlq-change.ts';
import { previewDlqUpdate } from '../actions/dlq-preview.ts';
import { outlookAfterClosing } from '../actions/outlook.ts';
import { tasker } from '../connection.ts';
import type { DlqChange } from '../schemas/dlq.ts';
import { resolutionStatuses } from '../schemas/states.ts';

const input = z
  .strictObject({
    dlq_entry_uuid: z.uuid().optional().describe('The dead letter, from dlq_list'),
    task_uuid: z.uuid().optional().describe('Or its task'),
    resolution_status: z.enum(resolutionStatuses).optional().describe('Such as manually_resolved'),
    resolution_notes: z.string().min(1).optional().describe('What was done'),
    resolved_by: z.string().min(1).optional().describe('Who acts; else the caller'),
    metadata: z.record(z.string(), z.unknown()).optional().describe('Keys to add'),
  })
  .refine(({ dlq_entry_uuid: entry, task_uuid: task }) => entry !== undefined || task !== undefined, {
    error: 'name the dead letter by dlq_entry_uuid or by task_uuid',
  })
  .refine((change) => changeable.some((field) => change[field] !== undefined), {
    error: 'give at least one of resolution_status, resolution_notes, resolved_by and metadata',
  });

const changeable = ['resolution_status', 'resolution_notes', 'resolved_by', 'metadata'] as const;

export const dlqUpdate = tasker.write({
  name: 'dlq_update',
  title: 'Update a dead letter',
  toolset: 'actions',
  risk: 'reversible',
  description:
    'Resolve or annotate a dead letter; its task stays as it is. Look at it with dlq_inspect, repair the task with the step tools.',
  input,
  output: z.object({ dlq_entry_uuid: z.string(), task_uuid: z.string(), updated: z.array(z.string()) }),
  preview: ({ input: wanted, reader, principal, profile, signal, progress, clock }) =>
    previewDlqUpdate({ named: wanted, wanted, reader, principal, profile, signal, progress, clock }),
  async execute({ input: wanted, guard, writer, principal, idempotencyKey, signal }) {
    const change = toDlqChange({ wanted, guard, principal: principal.id, planId: idempotencyKey });
    await writer.updateDlqEntry({ entryUuid: guard.dlq_entry_uuid, change, signal });
    return updatedEntry({ guard, change });
  },
  async verify({ output, reader, signal, progress, clock }) {
    const entry = await loadDeadLetter({ named: output, reader, signal, progress, clock });
    const task = await findTask({ taskUuid: entry.task_uuid, reader, signal });
    const { resolution_status, resolution_timestamp, resolution_notes, resolved_by } = entry;
    const outlook = task === undefined ? {} : { task_state: task.status, ...outlookAfterClosing(task.status) };
    return { resolution_status, resolution_timestamp, resolution_notes, resolved_by, ...outlook };
  },
  // An entry without the mark may still get it: a request that was given up may be at work.
  reconcile: async ({ input: wanted, reader, guard, principal, idempotencyKey, signal, progress, clock }) => {
    const entry = await loadDeadLetter({ named: guard, reader, signal, progress, clock });
    if (!isMarked({ entry, planId: idempotencyKey })) return 'unknown';
    const change = toDlqChange({ wanted, guard, principal: principal.id, planId: idempotencyKey });
    return { result: updatedEntry({ guard, change }) };
  },
});

const updatedEntry = ({ guard, change }: { guard: DlqGuard; change: DlqChange }) => ({
  dlq_entry_uuid: guard.dlq_entry_uuid,
  task_uuid: guard.task_uuid,
  updated: changeable.filter((field) => change[field] !== undefined),
});
