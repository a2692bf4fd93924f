import * as z from 'zod';
import { actingAs } from '../actions/acting-as.ts';
import { previewRetry, wasReset } from '../actions/retry.ts';
import { readStepEffect } from '../actions/step-effect.ts';
import { tasker } from '../connection.ts';
import type { Step } from '../schemas/step.ts';

export const stepRetry = tasker.write({
  name: 'step_retry',
  title: 'Retry a step',
  toolset: 'actions',
  risk: 'reversible',
  description:
    'Reset a failed step so that it may run again. Use step_complete to give its result by hand, step_resolve to go on without one.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('Its task'),
    step_uuid: z.uuid().describe('The step, from task_inspect'),
    reason: z.string().min(1).max(1_000).describe('Why a retry will help'),
    reset_by: z.string().optional().describe('Who acts; else the caller'),
  }),
  output: z.object({
    task_uuid: z.string(),
    step_uuid: z.string(),
    name: z.string(),
    state: z.string(),
    attempts: z.int(),
    max_attempts: z.int(),
  }),
  preview: ({ input, reader, principal, profile, signal, clock }) =>
    previewRetry({
      place: input,
      resetBy: input.reset_by,
      reason: input.reason,
      principal: principal.id,
      profile: profile.name,
      reader,
      signal,
      nowMs: clock.now(),
    }),
  async execute({ input, writer, principal, signal }) {
    const { task_uuid, step_uuid, reason } = input;
    const { name } = actingAs({ field: 'reset_by', given: input.reset_by, principal: principal.id });
    const action = { action_type: 'reset_for_retry', reason, reset_by: name } as const;
    return resetStep(await writer.actOnStep({ taskUuid: task_uuid, stepUuid: step_uuid, action, signal }));
  },
  verify: ({ input, reader, signal, clock }) => readStepEffect({ place: input, reader, signal, nowMs: clock.now() }),
  reconcile: async ({ input, reader, guard, signal }) => {
    const step = await reader.getStep({ taskUuid: input.task_uuid, stepUuid: input.step_uuid, signal });
    return wasReset({ step, guard }) ? { result: resetStep(step) } : 'unknown';
  },
});

const resetStep = ({ task_uuid, step_uuid, name, current_state: state, attempts, max_attempts }: Step) => ({
  task_uuid,
  step_uuid,
  name,
  state,
  attempts,
  max_attempts,
});
