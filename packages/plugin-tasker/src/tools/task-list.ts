import * as z from 'zod';
import { tasker } from '../connection.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { scanTasks } from '../tasks/scan-tasks.ts';
import { statusWords, toStatusFilter } from '../tasks/status-filter.ts';
import { taskRow } from '../tasks/task-row.ts';

const statusWord = z.enum(statusWords);

export const taskList = tasker.read({
  name: 'task_list',
  title: 'List tasks',
  toolset: 'tasks',
  description: 'List tasks, newest first, with their real states. Use task_inspect for one task and its steps.',
  input: z.strictObject({
    namespace: z.string().min(1).max(255).optional().describe('Such as "analytics".'),
    status: statusWord
      // Once is enough for a schema to name all the words.
      .or(z.array(z.string()).min(1).max(20).pipe(z.array(statusWord)))
      .optional()
      .describe('One state or a list of them. "incomplete": all but complete, cancelled and resolved_manually.'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
    offset: z.int().min(0).max(10_000_000).default(0).describe('Tasks to skip: next_offset of the page before.'),
  }),
  output: z.object({
    tasks: z.array(taskRow),
    total_count: z.int().nullable().describe('All that fit; null where only a part was looked at.'),
    limit: z.int(),
    offset: z.int(),
    scanned: z.int().describe('Rows read from the server: it cannot filter by most states.'),
    complete: z.boolean().describe('False: more may follow, at next_offset or beyond the scan.'),
    next_offset: z.int().nullable(),
    notes: z.array(z.string()),
  }),
  run: async ({ input, reader, signal, clock, progress }) => {
    const { namespace, limit, offset } = input;
    const filter = input.status === undefined ? undefined : toStatusFilter([input.status].flat());
    const listing =
      filter === undefined || filter.listed === 'completed'
        ? await listTasks({ reader, namespace, listed: filter?.listed, limit, offset, signal, clock })
        : await scanTasks({ reader, namespace, filter, limit, offset, signal, clock, progress });
    return { ...listing, limit, offset };
  },
});
