import * as z from 'zod';
import { type DiscoveredType, discoverTypes } from '../catalogue/discover-types.ts';
import type { TaskType } from '../catalogue/task-type.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { celery } from '../connection.ts';
import { checkRoute } from '../routing/check-route.ts';
import { resolveQueue } from '../routing/resolve-queue.ts';
import { matchesAny } from '../routing/task-pattern.ts';
import { surveyWorkers, type WorkerSurvey } from '../routing/worker-survey.ts';
import type { Rules } from '../settings.ts';
import { coverage } from '../workers/coverage.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';

const taskType = z.object({
  task_type: z.string().describe('To start it with.'),
  title: z.string().nullable(),
  description: z.string(),
  task_name: z.string(),
  queue: z.string().describe('Where it is sent when no other is named.'),
  priority: z.enum(['high', 'normal', 'low']).nullable(),
  expected_duration: z.string().nullable(),
  approval: z
    .enum(['model', 'client', 'human'])
    .nullable()
    .describe('What a start needs at least; null: the rule of the profile.'),
  params: z.record(z.string(), z.json()).describe('JSON Schema. From workers: types alone; what is required is unknown.'),
  time_limit_s: z.number().nullable(),
  rate_limit: z.string().nullable(),
  acks_late: z.boolean().nullable(),
  available: z.boolean().nullable().describe('A live worker consumes its queue and knows it; null: not all workers answered.'),
  unavailable_reason: z.string().nullable().describe('no_consumer, not_registered or workers_silent.'),
  from: z.enum(['catalogue', 'workers']),
});

export const taskTypes = celery.read({
  name: 'task_types',
  title: 'Celery task types',
  toolset: 'tasks',
  description:
    'List Celery tasks that may be started, with their parameters and whether a worker runs them. Use start_background_task to start one.',
  input: z.strictObject({
    text: z.string().min(1).max(100).optional().describe('Only those with this text, such as "metrics".'),
    limit: z.int().min(1).max(100).default(20).describe('How many at most.'),
  }),
  output: z.object({
    types: z.array(taskType),
    total: z.int().describe('All that fit.'),
    left_out: z.int(),
    workers: coverage,
    notes: z.array(z.string()),
  }),
  run: async ({ input: { text, limit }, reader, signal }) => {
    const [survey, { types, notes }] = await Promise.all([surveyWorkers({ reader, signal }), listTypes({ reader, signal })]);
    const fitting = types.filter((type) => text === undefined || fits({ type, text }));
    const shown = fitting.slice(0, limit);
    const answers = { known: survey.known, answered: survey.workers.length, silent: [...survey.silent] };
    return {
      types: shown.map((type) => toRow({ type, rules: reader.rules, survey })),
      total: fitting.length,
      left_out: fitting.length - shown.length,
      workers: answers,
      notes: [...notes, ...coverageNotes(answers)],
    };
  },
});

type Listed =
  | { readonly from: 'catalogue'; readonly type: TaskType }
  | { readonly from: 'workers'; readonly type: DiscoveredType };

/** The catalogue, and what the profile allows beside it; without a catalogue everything that workers know. */
const listTypes = async ({
  reader,
  signal,
}: {
  reader: CeleryReader;
  signal: AbortSignal;
}): Promise<{ types: readonly Listed[]; notes: readonly string[] }> => {
  const { catalogue, rules } = reader;
  const isDenied = (name: string) => matchesAny({ patterns: rules.deny_tasks, name });
  const all = [...(catalogue?.types.values() ?? [])];
  const listed = all.filter(({ taskName }) => !isDenied(taskName));
  const denied = all.length - listed.length;
  const notes = denied === 0 ? [] : [`deny_tasks of the profile keeps ${denied} types of the catalogue from being started.`];
  const fromCatalogue = listed.map((type): Listed => ({ from: 'catalogue', type }));
  const patterns = rules.allow_tasks ?? (catalogue === undefined ? ['*'] : []);
  if (patterns.length === 0) return { types: fromCatalogue, notes };
  const names = new Set(all.map(({ taskName }) => taskName));
  const found = await discoverTypes(reader.question({ signal }));
  const others = found.filter(({ taskName: name }) => !names.has(name) && !isDenied(name) && matchesAny({ patterns, name }));
  return { types: [...fromCatalogue, ...others.map((type): Listed => ({ from: 'workers', type }))], notes };
};

const fits = ({ type: { type }, text }: { type: Listed; text: string }): boolean =>
  [...('id' in type ? [type.id, type.title] : []), type.taskName, type.description].some((part) =>
    part.toLowerCase().includes(text.toLowerCase()),
  );

const toRow = ({
  type: listed,
  rules,
  survey,
}: {
  type: Listed;
  rules: Rules;
  survey: WorkerSurvey;
}): z.output<typeof taskType> => {
  const { taskName, description } = listed.type;
  const { queue } = resolveQueue({ taskName, type: listed.from === 'catalogue' ? listed.type : undefined, rules, survey });
  const { verdict } = checkRoute({ taskName, queue, survey });
  return {
    ...(listed.from === 'catalogue' ? catalogued(listed.type) : discovered(listed.type)),
    description,
    task_name: taskName,
    queue,
    available: verdict === 'ready' ? true : verdict === 'workers_silent' ? null : false,
    unavailable_reason: verdict === 'ready' ? null : verdict,
    from: listed.from,
  };
};

const catalogued = (type: TaskType) => ({
  task_type: type.id,
  title: type.title,
  priority: type.priority ?? null,
  expected_duration: type.expectedDuration?.text ?? null,
  approval: type.approval,
  params: withoutApprover(type),
  time_limit_s: null,
  rate_limit: null,
  acks_late: null,
});

const discovered = (type: DiscoveredType) => ({
  task_type: type.taskName,
  title: null,
  priority: null,
  expected_duration: null,
  approval: null,
  params: type.params,
  time_limit_s: type.timeLimitS ?? null,
  rate_limit: type.rateLimit ?? null,
  acks_late: type.acksLate ?? null,
});

/** The schema as callers may use it: the approver's name is filled in for them. */
const withoutApprover = ({ params, approverParam }: TaskType): TaskType['params'] => {
  const { properties } = params;
  if (approverParam === undefined || typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return params;
  return { ...params, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => name !== approverParam)) };
};
