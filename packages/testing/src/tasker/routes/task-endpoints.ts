import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import { isTerminal } from '../model/states.ts';
import type { Task } from '../model/records.ts';
import { taskSummary } from '../wire/summary.ts';
import { isListedAsCompleted, taskResponse, taskRow } from '../wire/task.ts';
import { isJsonObject } from '../world/json.ts';
import type { Store } from '../world/store.ts';
import { submitTask } from '../world/submit.ts';
import { cancelTask } from '../world/task-moves.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, integerOf, uuidOf } from './parse.ts';
import { circuitBreakerOpen, refuse, underPressure } from './refusal.ts';

/** `/v1/tasks`: submit, list, get, summary, cancel. */
export const taskEndpoints = (store: Store): readonly Endpoint[] => [
  { method: 'POST', path: '/v1/tasks', permission: 'tasks:create', handle: (call) => createAnswer(store, call) },
  { method: 'GET', path: '/v1/tasks', permission: 'tasks:list', handle: (call) => listAnswer(store, call) },
  {
    method: 'GET',
    path: '/v1/tasks/:uuid',
    permission: 'tasks:read',
    handle: (call) => ({ json: taskResponse(taskOf(store, call), call.nowMs) }),
  },
  {
    method: 'GET',
    path: '/v1/tasks/:uuid/summary',
    permission: 'tasks:read',
    handle: (call) => {
      const task = taskOf(store, call);
      return { json: taskSummary({ task, pending: store.dlq.pendingOf(task.uuid), nowMs: call.nowMs }) };
    },
  },
  {
    method: 'DELETE',
    path: '/v1/tasks/:uuid',
    permission: 'tasks:cancel',
    handle: (call) => {
      const task = taskOf(store, call);
      if (isTerminal(task.state)) throw refuse('BAD_REQUEST', 'Cannot cancel a completed task');
      cancelTask({ task, atMs: call.nowMs });
      return { json: taskResponse(task, call.nowMs) };
    },
  },
];

// Everything without a default is required on the wire; the server sets requested_at anew and still wants it, without a zone.
const taskRequest = z.object({
  name: z.string(),
  namespace: z.string(),
  version: z.string(),
  context: z.json(),
  initiator: z.string(),
  source_system: z.string(),
  reason: z.string(),
  tags: z.array(z.string()),
  requested_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?$/, 'a date and time without a zone is expected'),
  correlation_id: z.string().refine((text) => uuidOf(text) !== undefined, 'UUID parsing failed'),
  parent_correlation_id: z.string().nullish(),
  priority: z.int().nullish(),
  idempotency_key: z.string().nullish(),
});

const createAnswer = (store: Store, { request, nowMs }: EndpointCall): Answer => {
  const body = bodyOf(request, taskRequest);
  if (store.backpressure !== undefined) throw underPressure(store.backpressure);
  if (store.health.get('circuit_breaker')?.status !== 'healthy') throw circuitBreakerOpen();
  for (const field of ['name', 'namespace', 'version'] as const) {
    if (body[field] === '') throw refuse('BAD_REQUEST', `Task ${field} cannot be empty`);
  }
  const template = store.template(body);
  if (template === undefined)
    throw refuse('NOT_FOUND', `Task template not found: ${body.namespace}/${body.name}/${body.version}`);
  const task = submitTask(store, {
    template,
    // A context that is no object is lost when the server merges it with the template's defaults.
    context: isJsonObject(body.context) ? body.context : {},
    initiator: body.initiator,
    sourceSystem: body.source_system,
    reason: body.reason,
    tags: body.tags,
    correlationId: body.correlation_id,
    ...(body.priority != null && { priority: body.priority }),
    ...(body.parent_correlation_id != null && { parentCorrelationId: body.parent_correlation_id }),
    ...(body.idempotency_key != null && { idempotencyKey: body.idempotency_key }),
  });
  if (task === undefined) throw refuse('CONFLICT', 'A task with this identity already exists');
  return { json: taskResponse(task, nowMs) };
};

const listAnswer = (store: Store, { request, nowMs }: EndpointCall): Answer => {
  const page = integerOf(request, { name: 'page', fallback: 1 });
  const perPage = integerOf(request, { name: 'per_page', fallback: 25 });
  if (page < 1) throw refuse('BAD_REQUEST', 'page must be at least 1');
  if (perPage < 1 || perPage > 100) throw refuse('BAD_REQUEST', 'per_page must be between 1 and 100');
  const { status, namespace, initiator, source_system: sourceSystem } = request.query;
  // The server builds a broken query for every other status.
  if (status !== undefined && status !== 'completed' && status !== 'pending')
    throw refuse('DATABASE_ERROR', 'Database operation failed');
  const tasks = store
    .newestFirst()
    .filter(
      (task) =>
        (namespace === undefined || task.template.namespace === namespace) &&
        (initiator === undefined || task.initiator === initiator) &&
        (sourceSystem === undefined || task.sourceSystem === sourceSystem) &&
        (status === undefined || isListedAsCompleted(task) === (status === 'completed')),
    );
  const totalPages = Math.ceil(tasks.length / perPage);
  return {
    json: {
      tasks: tasks.slice((page - 1) * perPage, page * perPage).map((task) => taskRow(task, nowMs)),
      pagination: {
        page,
        per_page: perPage,
        total_count: tasks.length,
        total_pages: totalPages,
        has_next: page < totalPages,
        has_previous: page > 1,
      },
    },
  };
};

const taskOf = (store: Store, { params }: EndpointCall): Task => {
  const text = params['uuid'] ?? '';
  const uuid = uuidOf(text);
  if (uuid === undefined) throw refuse('INVALID_UUID', text);
  const task = store.task(uuid);
  if (task === undefined) throw refuse('NOT_FOUND', 'Resource not found');
  return task;
};
