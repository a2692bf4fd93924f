import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { Step } from '../model/records.ts';
import { auditResponse, stepResponse } from '../wire/step.ts';
import { actOnStep } from '../world/manual-actions.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf, uuidOf } from './parse.ts';
import { refuse } from './refusal.ts';

const stepPath = '/v1/tasks/:uuid/workflow_steps/:step_uuid';

/** `/v1/tasks/{uuid}/workflow_steps`: list, get, audit, and what an operator may do to a step. */
export const stepEndpoints = (store: Store): readonly Endpoint[] => [
  {
    method: 'GET',
    path: '/v1/tasks/:uuid/workflow_steps',
    permission: 'steps:read',
    // A task that does not exist has no steps, and that is no error.
    handle: (call) => ({ json: (store.task(taskUuidOf(call))?.steps ?? []).map((step) => stepResponse(step, call.nowMs)) }),
  },
  {
    method: 'GET',
    path: stepPath,
    permission: 'steps:read',
    handle: (call) => ({ json: stepResponse(stepOf(store, call), call.nowMs) }),
  },
  {
    method: 'GET',
    path: `${stepPath}/audit`,
    permission: 'steps:read',
    handle: (call) => {
      const step = stepOf(store, call);
      const task = store.task(step.taskUuid);
      return { json: task === undefined ? [] : auditResponse({ step, task }) };
    },
  },
  { method: 'PATCH', path: stepPath, permission: 'steps:resolve', handle: (call) => actionAnswer(store, call) },
];

const manualAction = z.discriminatedUnion('action_type', [
  z.object({ action_type: z.literal('reset_for_retry'), reason: z.string(), reset_by: z.string() }),
  z.object({ action_type: z.literal('resolve_manually'), reason: z.string(), resolved_by: z.string() }),
  z.object({
    action_type: z.literal('complete_manually'),
    completion_data: z.object({ result: z.json(), metadata: z.json().default(null) }),
    reason: z.string(),
    completed_by: z.string(),
  }),
]);

const actionAnswer = (store: Store, call: EndpointCall): Answer => {
  const action = bodyOf(call.request, manualAction);
  const step = stepOf(store, call);
  const refusal = actOnStep({ step, action, atMs: call.nowMs });
  if (refusal !== undefined) throw refuse('BAD_REQUEST', refusal);
  return { json: stepResponse(step, call.nowMs) };
};

const stepOf = (store: Store, call: EndpointCall): Step => {
  const taskUuid = taskUuidOf(call);
  const stepUuid = uuidOf(call.params['step_uuid'] ?? '');
  if (stepUuid === undefined) throw refuse('BAD_REQUEST', 'Invalid step UUID format');
  const step = store.step(stepUuid);
  if (step === undefined) throw refuse('NOT_FOUND', 'Resource not found');
  if (step.taskUuid !== taskUuid) throw refuse('NOT_FOUND', 'Step does not belong to the specified task');
  return step;
};

const taskUuidOf = ({ params }: EndpointCall): string => {
  const uuid = uuidOf(params['uuid'] ?? '');
  if (uuid === undefined) throw refuse('BAD_REQUEST', 'Invalid task UUID format');
  return uuid;
};
