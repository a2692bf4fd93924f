import * as z from 'zod';
import { celery } from '../connection.ts';
import { previewPurge, reconcilePurge } from '../purge/preview-purge.ts';

export const queuePurge = celery.write({
  name: 'queue_purge',
  title: 'Purge a queue',
  toolset: 'control',
  risk: 'destructive',
  description: 'Delete every task that waits in one Celery queue, for good. Use cancel_task to remove a single one.',
  input: z.strictObject({ queue: z.string().min(1).max(255).describe('A queue from queue_list, such as "celery"') }),
  output: z.object({
    queue: z.string(),
    removed: z.int().nullable().describe('Null: the answer was lost; the queue is empty.'),
    waiting_now: z.int().describe('What came since.'),
  }),
  offered: {
    if: ({ control }) => control.includes('purge'),
    hint: 'Add purge to celery.control of the profile.',
  },
  preview: ({ input: { queue }, reader, profile, signal }) => previewPurge({ queue, reader, profile: profile.name, signal }),
  async execute({ input: { queue }, writer, signal }) {
    const removed = await writer.broker.purge({ queue, signal });
    // What is gone is told even when the queue cannot be asked any more.
    const left = await writer.reader.broker.queue({ name: queue, signal }).catch(() => undefined);
    return { queue, removed, waiting_now: left?.ready ?? 0 };
  },
  reconcile: ({ input: { queue }, reader, signal }) => reconcilePurge({ queue, reader, signal }),
});
