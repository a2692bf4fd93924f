import * as z from 'zod';
import type { QueueItem } from '../broker/broker.ts';
import type { TaskBody } from '../protocol/message.ts';
import { isoTime } from '../text/iso-time.ts';
import { shownArguments, showArguments } from './shown-arguments.ts';

/** One waiting message in an answer. */
export const messageRow = z.object({
  position: z.int().describe('1 is served next.'),
  task_id: z.string().nullable().describe('Null: no Celery task; workers drop such messages.'),
  task_name: z.string().nullable(),
  eta_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  retries: z.int().nullable(),
  priority: z.int().nullable().describe("In the broker's own numbering."),
  redelivered: z.boolean().nullable(),
  arguments: shownArguments.nullable().describe('Null: withheld, or unreadable.'),
  withheld: z.boolean(),
  unreadable: z
    .object({ reason: z.enum(['serializer', 'compression', 'malformed']), kind: z.string() })
    .nullable()
    .describe('Why the body stays shut: pickle and the like are never decoded.'),
  bytes: z.int(),
});
export type MessageRow = z.output<typeof messageRow>;

/** A row of a message; arguments only for those who may read them. */
export const toMessageRow = ({
  item: { position, task, bytes },
  mayRead,
  maxCharacters,
}: {
  item: QueueItem;
  mayRead: boolean;
  maxCharacters: number;
}): MessageRow => ({
  position: position + 1,
  task_id: task?.taskId ?? null,
  task_name: task?.taskName ?? null,
  eta_at: isoTime(task?.etaMs),
  expires_at: isoTime(task?.expiresMs),
  retries: task?.retries ?? null,
  priority: task?.priority ?? null,
  redelivered: task?.redelivered ?? null,
  arguments: task?.body.readable === true && mayRead ? showArguments({ ...task.body, maxCharacters }) : null,
  withheld: task !== undefined && !mayRead,
  unreadable: unreadableOf(task?.body),
  bytes,
});

const unreadableOf = (body: TaskBody | undefined): MessageRow['unreadable'] =>
  body === undefined || body.readable ? null : { reason: body.reason, kind: body.kind.slice(0, 100) };
