import * as z from 'zod';
import { tasker } from '../connection.ts';
import { clip } from '../dlq/dlq-row.ts';
import { toTenth } from '../dlq/minutes.ts';
import type { Staleness } from '../schemas/dlq.ts';

const healths = ['healthy', 'warning', 'stale'] as const;
const coveredStates = ['waiting_for_dependencies', 'waiting_for_retry', 'steps_in_process'];
const scanLimit = 1_000;

const row = z.object({
  task_uuid: z.string(),
  namespace: z.string().nullable(),
  task_name: z.string().nullable(),
  current_state: z.string(),
  health: z.string(),
  minutes_in_state: z.number(),
  threshold_minutes: z.number(),
  threshold_used_percent: z.number().nullable(),
  task_age_minutes: z.number(),
  priority: z.number(),
});

export const stalenessCheck = tasker.read({
  name: 'staleness_check',
  title: 'Check for stale tasks',
  toolset: 'dlq',
  description:
    'List waiting tasks by how much of their allowed time is gone, stale ones first. Use dlq_queue for those given up already.',
  input: z.strictObject({
    limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
    health: z.enum(healths).optional().describe('Only these; a warning begins at 80 % of the threshold.'),
  }),
  output: z.object({
    tasks: z.array(row),
    count: z.int(),
    counts_by_health: z.record(z.string(), z.int()).describe('Of all that were scanned.'),
    scanned: z.int(),
    complete: z.boolean().describe('False: some that fit were left out, or not all were scanned.'),
    not_shown: z.int().describe('Scanned and fitting, but not sent.'),
    covered_states: z.array(z.string()),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { limit, health }, reader, signal }) => {
    // The server filters by nothing and counts nothing: a bounded look at all of them gives both.
    const found = await reader.listStaleness({ limit: scanLimit + 1, signal });
    const scanned = found.slice(0, scanLimit);
    const fitting = health === undefined ? scanned : scanned.filter((task) => task.health_status === health);
    const tasks = fitting.slice(0, limit).map(toRow);
    return {
      tasks,
      count: tasks.length,
      counts_by_health: countsOf(scanned),
      scanned: scanned.length,
      complete: tasks.length === fitting.length && found.length <= scanLimit,
      not_shown: fitting.length - tasks.length,
      covered_states: coveredStates,
      notes: [note],
    };
  },
});

const note =
  'Only tasks in the covered states are watched; tasks in other states, blocked_by_failures for example, never appear here. Thresholds: 60, 30 and 30 minutes unless the template says otherwise.';

const countsOf = (tasks: readonly Staleness[]): Record<string, number> => {
  const counts = new Map<string, number>(healths.map((health) => [health, 0]));
  for (const { health_status: health } of tasks) counts.set(health, (counts.get(health) ?? 0) + 1);
  return Object.fromEntries(counts);
};

const toRow = (task: Staleness): z.output<typeof row> => ({
  task_uuid: task.task_uuid,
  namespace: clip({ text: task.namespace_name, characters: 100 }),
  task_name: clip({ text: task.task_name, characters: 100 }),
  current_state: task.current_state,
  health: task.health_status,
  minutes_in_state: task.time_in_state_minutes,
  threshold_minutes: task.staleness_threshold_minutes,
  threshold_used_percent:
    task.staleness_threshold_minutes > 0 ? toTenth((task.time_in_state_minutes / task.staleness_threshold_minutes) * 100) : null,
  task_age_minutes: task.task_age_minutes,
  priority: task.priority,
});
