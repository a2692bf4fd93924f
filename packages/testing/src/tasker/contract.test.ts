import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import type { Asking } from './test/ask.ts';
import { ask, openSandbox, taskRequest } from './test/ask.ts';
import type { Description } from './test/description.ts';
import { loadDescription, missingDescription } from './test/description.ts';
import { isJsonObject } from './world/json.ts';

interface Kind extends Asking {
  readonly path: string;
  readonly status?: number;
  readonly schema: string;
}

const task = `/v1/tasks/${exercise.blockedTask}`;
const step = `${task}/workflow_steps/${exercise.failedStep}`;
const unknown = '0199ffff-0000-7000-8000-000000000000';

const kinds: readonly Kind[] = [
  { path: '/v1/tasks?per_page=100', schema: 'TaskListResponse' },
  { path: '/v1/tasks?per_page=0', status: 400, schema: 'ApiError' },
  { path: '/v1/tasks?page=0', status: 400, schema: 'ApiError' },
  { path: '/v1/tasks?status=error', status: 500, schema: 'ApiError' },
  { path: task, schema: 'TaskResponse' },
  { path: '/v1/tasks/nonsense', status: 400, schema: 'ApiError' },
  { path: `/v1/tasks/${unknown}`, status: 404, schema: 'ApiError' },
  { path: `${task}/summary`, schema: 'TaskSummaryResponse' },
  { path: `/v1/tasks/${exercise.exhaustedTask}/summary`, schema: 'TaskSummaryResponse' },
  { path: `/v1/tasks/${exercise.completeTask}/summary`, schema: 'TaskSummaryResponse' },
  { path: `${task}/workflow_steps`, schema: 'StepResponse[]' },
  { path: step, schema: 'StepResponse' },
  { path: `${step}/audit`, schema: 'StepAuditResponse[]' },
  { path: `${task}/workflow_steps/${exercise.exhaustedStep}`, status: 404, schema: 'ApiError' },
  { path: '/v1/templates', schema: 'TemplateListResponse' },
  { path: '/v1/templates/production/order_fulfillment/2.0.0', schema: 'TemplateDetail' },
  { path: '/v1/templates/production/nothing/1.0.0', status: 404, schema: 'ApiError' },
  { path: '/v1/analytics/performance', schema: 'PerformanceMetrics' },
  { path: '/v1/analytics/bottlenecks', schema: 'BottleneckAnalysis' },
  { path: '/v1/dlq', schema: 'DlqEntry[]' },
  { path: '/v1/dlq?resolution_status=ManuallyResolved', schema: 'DlqEntry[]' },
  { path: `/v1/dlq/task/${exercise.errorTask}`, schema: 'DlqEntry' },
  { path: `/v1/dlq/task/${unknown}`, status: 404, schema: 'ApiError' },
  { path: '/v1/dlq/stats', schema: 'DlqStats[]' },
  { path: '/v1/dlq/investigation-queue', schema: 'DlqInvestigationQueueEntry[]' },
  { path: '/v1/dlq/staleness', schema: 'StalenessMonitoring[]' },
  { path: '/config', schema: 'OrchestrationConfigResponse' },
  { path: '/health', schema: 'HealthResponse' },
  { path: '/health/live', schema: 'HealthResponse' },
  { path: '/health/ready', schema: 'ReadinessResponse' },
  { path: '/health/detailed', schema: 'DetailedHealthResponse' },
  { method: 'POST', path: '/v1/tasks', json: taskRequest(), schema: 'TaskResponse' },
  { method: 'POST', path: '/v1/tasks', json: taskRequest({ name: '' }), status: 400, schema: 'ApiError' },
  { method: 'POST', path: '/v1/tasks', json: taskRequest({ name: 'nothing' }), status: 404, schema: 'ApiError' },
  { method: 'DELETE', path: `/v1/tasks/${exercise.runningTask}`, schema: 'TaskResponse' },
  { method: 'DELETE', path: `/v1/tasks/${exercise.completeTask}`, status: 400, schema: 'ApiError' },
  { method: 'PATCH', path: step, json: { action_type: 'reset_for_retry', reason: 'x', reset_by: 'x' }, schema: 'StepResponse' },
  {
    method: 'PATCH',
    path: `${task}/workflow_steps/${exercise.finishedStep}`,
    json: { action_type: 'reset_for_retry', reason: 'x', reset_by: 'x' },
    status: 400,
    schema: 'ApiError',
  },
  {
    method: 'PATCH',
    path: `/v1/dlq/entry/${exercise.pendingDlqEntry}`,
    json: { resolution_status: 'ManuallyResolved' },
    schema: 'UpdateInvestigationResponse',
  },
  { method: 'PATCH', path: `/v1/dlq/entry/${unknown}`, json: {}, status: 404, schema: 'ApiError' },
];

const titled = kinds.map((kind) => [`${kind.method ?? 'GET'} ${kind.path}: ${kind.status ?? 200} ${kind.schema}`, kind] as const);

test.for(titled)('%s', async ([, { path, status = 200, schema, ...asking }], { skip }) => {
  skip(missingDescription !== undefined, missingDescription);
  const description = loadDescription('tasker-openapi.json');
  const { url } = await openSandbox();
  const answer = await ask(url + path, asking);
  expect(answer.status, answer.text).toBe(status);
  expect(description.problems(schema, answer.json)).toEqual([]);
  expect(missedMutations({ description, schema, value: answer.json })).toEqual([]);
});

test('refusals by access, identity, pressure and circuit breaker have the same shape', async ({ skip }) => {
  skip(missingDescription !== undefined, missingDescription);
  const description = loadDescription('tasker-openapi.json');
  const { url } = await openSandbox({ access: { apiKeys: { few: ['dlq:read'] } } });
  const free = await openSandbox();
  const submit = () => ask(`${free.url}/v1/tasks`, { method: 'POST', json: taskRequest() });
  const answers = [await ask(`${url}/v1/tasks`), await ask(`${url}/v1/tasks`, { headers: { 'x-api-key': 'few' } })];
  await submit();
  answers.push(await submit());
  free.world.setHealth('circuit_breaker', { status: 'unhealthy', message: 'open (simulated)' });
  answers.push(await ask(`${free.url}/v1/analytics/performance`));
  free.world.setBackpressure({ reason: 'full (simulated)', retryAfterS: 5 });
  answers.push(await submit());
  expect(answers.map(({ status }) => status)).toEqual([401, 403, 409, 503, 503]);
  for (const { json } of answers) expect(description.problems('ApiError', json)).toEqual([]);
});

test.for([
  ['/health', 'BasicHealthResponse'],
  ['/health/live', 'BasicHealthResponse'],
  ['/health/ready', 'ReadinessResponse'],
  ['/health/detailed', 'DetailedHealthResponse'],
] as const)('the worker answers %s as described', async ([path, schema], { skip }) => {
  skip(missingDescription !== undefined, missingDescription);
  const description = loadDescription('tasker-worker-openapi.json');
  const { workerUrl } = await openSandbox();
  const { json } = await ask(workerUrl + path);
  expect(description.problems(schema, json)).toEqual([]);
  expect(missedMutations({ description, schema, value: json })).toEqual([]);
});

/** The required fields whose absence or wrong type nobody would notice: a check that cannot fail proves nothing. */
const missedMutations = ({
  description,
  schema,
  value,
}: {
  description: Description;
  schema: string;
  value: unknown;
}): string[] => {
  const isList = Array.isArray(value);
  const item: unknown = isList ? value[0] : value;
  if (!isJsonObject(item)) return ['there is nothing to change'];
  const goesThrough = (changed: object): boolean => description.problems(schema, isList ? [changed] : changed).length === 0;
  return description.required(schema).flatMap((field) => {
    const { [field]: _, ...rest } = item;
    const wrong = { ...item, [field]: new Date(0) };
    return [
      ...(goesThrough(rest) ? [`${field} left out`] : []),
      ...(goesThrough(wrong) && !untyped.includes(field) ? [`${field} of another type`] : []),
      ...(goesThrough({ ...item, surplus: true }) ? ['a surplus field'] : []),
    ];
  });
};

/** Fields that may hold any JSON. */
const untyped = ['context', 'task_snapshot'];
