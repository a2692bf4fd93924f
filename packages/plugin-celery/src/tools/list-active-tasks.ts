import { type Alias, type JsonObject, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Catalogue } from '../catalogue/task-type.ts';
import { mayReadResult, withheldNote } from '../access/may-read.ts';
import { celery } from '../connection.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import { taskNameOf } from '../listing/filter.ts';
import { listTasks } from '../listing/list-tasks.ts';
import { listedStates } from '../listing/listed-task.ts';
import { taskRow, toTaskRow } from '../listing/task-row.ts';
import { isoTime } from '../text/iso-time.ts';
import type { Coverage } from '../workers/coverage.ts';
import { coverage as coverageShape, isWhole } from '../workers/coverage.ts';

const count = z.int().nullable();
const name = z.string().min(1).max(255);

/** The original answer has no place for who was silent, so that an incomplete one is an error there. */
const original: Alias = {
  name: 'list_active_tasks_tool',
  input: ({ task_type: taskType, ...args }) => ({
    ...args,
    ...(taskType === undefined || taskType === null ? {} : { task_type: taskType }),
    limit: 200,
    partial: false,
  }),
  output: ({ total_active: total, counts, tasks, queried_at: queriedAt }) => ({
    total_active:
      total ?? Object.values(z.record(z.string(), count).parse(counts)).reduce<number>((sum, of) => sum + (of ?? 0), 0),
    tasks: z.array(z.looseObject({})).parse(tasks).map(originalRow),
    queried_at: queriedAt ?? null,
  }),
};

const originalRow = (row: Record<string, unknown>): JsonObject =>
  z
    .object({
      task_id: z.string(),
      task_name: z.string(),
      task_type: z.string(),
      status: z.string(),
      started_at: z.string().nullable(),
    })
    .parse(row);

export const listActiveTasks = celery.read({
  name: 'list_active_tasks',
  title: 'Active tasks',
  toolset: 'tasks',
  description:
    'List Celery tasks that run or wait, in workers and queues, and how many workers answered. Use get_task_status for one task.',
  input: z.strictObject({
    states: z.array(z.enum(listedStates)).min(1).optional().describe('Only in these states.'),
    task_type: name.optional().describe('From task_types.'),
    worker: name.optional().describe('Such as "celery@host".'),
    queue: name.optional().describe('Its name.'),
    older_than_s: z.number().min(0).optional().describe('Running, or sent, so long.'),
    mine: z.boolean().default(false).describe('Started by you.'),
    limit: z.int().min(1).max(200).default(50).describe('At most.'),
    offset: z.int().min(0).max(10_000_000).default(0).describe('From next_offset.'),
    partial: z.boolean().default(true).describe('False: silence is an error.'),
  }),
  output: z.object({
    total_active: count.describe('All that fit; null where they could not be counted.'),
    tasks: z.array(taskRow),
    counts: z
      .object({ running: count, reserved: count, scheduled: count, held: count, stalled: count, queued: count })
      .describe('Null: not known.'),
    workers: coverageShape,
    complete: z.boolean().describe('False: something may be missing; the notes say what.'),
    notes: z.array(z.string()),
    queried_at: z.string(),
    next_offset: z.int().nullable(),
  }),
  aliases: [original],
  run: async ({ input, reader, state, profile, principal, signal, clock }) => {
    const { states, task_type: taskType, worker, queue, older_than_s: olderThanS, mine, limit, offset } = input;
    const { rules, catalogue } = reader;
    const ledger = ledgerOf(state);
    const taskName = taskType === undefined ? undefined : taskNameOf({ taskType, catalogue });
    const filter = { states, taskName, worker, queue, olderThanS, startedBy: mine ? principal.id : undefined };
    const listing = await listTasks({ reader, ledger, filter, offset, limit, clock, signal });
    const { counts, coverage, complete, next, notes } = listing;
    if (!input.partial && !isWhole(coverage)) throw silence(coverage);
    const nowMs = clock.now();
    const viewer = { rules, profile, principal };
    const entries = await Promise.all(listing.tasks.map(({ taskId }) => ledger.get(taskId)));
    const isWithheld = listing.tasks.some(
      ({ args }, index) => args !== undefined && !mayReadResult({ ...viewer, ledger: entries[index] }),
    );
    const numbers = Object.values(counts);
    // What waits in queues is known without the workers.
    const isCounted =
      states?.join() === 'queued' ? counts.queued !== null : numbers.every((number) => number !== null) && isWhole(coverage);
    return {
      total_active: isCounted ? numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0) : null,
      tasks: listing.tasks.map((task, index) => toTaskRow({ task, entry: entries[index], viewer, catalogue, nowMs })),
      counts: { ...counts },
      workers: coverage,
      complete,
      notes: [
        ...notes,
        ...(isWithheld ? [`Where arguments are absent: ${withheldNote}`] : []),
        ...(listing.tasks.length === 0 ? noteOnType({ taskType, catalogue }) : []),
      ],
      queried_at: isoTime(nowMs) ?? '',
      next_offset: next ?? null,
    };
  },
});

/** None of a type is no answer where there is no such type. */
const noteOnType = ({
  taskType,
  catalogue,
}: {
  taskType: string | undefined;
  catalogue: Catalogue | undefined;
}): readonly string[] =>
  taskType === undefined || catalogue === undefined || catalogue.types.has(taskType)
    ? []
    : [
        `${quoted(taskType)} is no task type of the catalogue, so it was taken for the Celery name of a task; task_types lists the types.`,
      ];

const silence = (coverage: Coverage): LineclearError =>
  new LineclearError('timeout', 'Workers are connected and do not answer, so what is active is not known.', {
    hint: 'Call list_active_tasks for what the others and the queues tell, or try again: a busy solo pool answers between tasks.',
    details: { reason: 'workers_silent', ...coverage },
  });
