import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { mayReadResult, withheldNote } from '../access/may-read.ts';
import { celery } from '../connection.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { messageRow, toMessageRow } from '../queues/message-row.ts';

export const queuePeek = celery.read({
  name: 'queue_peek',
  title: 'Celery queue',
  toolset: 'workers',
  description:
    'Show the waiting messages of one Celery queue in the order they are served, and take none. Use list_active_tasks for all queues.',
  input: z.strictObject({
    queue: z.string().min(1).max(255).describe('Such as "celery".'),
    offset: z.int().min(0).max(1_000_000).default(0).describe('Messages to skip.'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
  }),
  output: z.object({
    queue: z.string(),
    total: z.int().describe('All that wait.'),
    messages: z.array(messageRow),
    next_offset: z.int().nullable(),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { queue, offset, limit }, reader, state, profile, principal, signal }) => {
    const { items, total } = await reader.broker.peek({ queue, offset, limit, signal });
    if (total === 0 && (await reader.broker.queue({ name: queue, signal })) === undefined) throw unknownQueue(queue);
    const ledger = ledgerOf(state);
    // Together no longer than one result may be.
    const maxCharacters = Math.max(100, Math.floor(reader.rules.limits.result_characters / (2 * limit)));
    const messages = await Promise.all(
      items.map(async (item) => {
        const entry = item.task && (await ledger.get(item.task.taskId));
        const mayRead = mayReadResult({ rules: reader.rules, profile, principal, ledger: entry });
        return toMessageRow({ item, mayRead, maxCharacters });
      }),
    );
    const seen = offset + messages.length;
    return {
      queue,
      total,
      messages,
      next_offset: messages.length > 0 && seen < total ? seen : null,
      notes: [
        ...(reader.broker.kind === 'rabbitmq' && messages.length > 0 ? [redeliveredNote] : []),
        ...(messages.some(({ withheld }) => withheld) ? [`Where withheld is true: ${withheldNote}`] : []),
      ],
    };
  },
});

const redeliveredNote =
  'RabbitMQ shows messages only to those who take them: these were taken for a moment and given back to their places, marked as redelivered.';

const unknownQueue = (queue: string): LineclearError =>
  new LineclearError('not_found', 'The broker has no queue of this name, and no message waits in it.', {
    hint: 'queue_list shows the queues that there are.',
    details: { reason: 'queue_unknown', queue },
  });
