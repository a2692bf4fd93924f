import * as z from 'zod';
import { actingAs } from '../actions/acting-as.ts';
import { finishedStep, previewFinish, wasResolved } from '../actions/finish.ts';
import { sentLines } from '../actions/sent-lines.ts';
import { readersPhrase } from '../actions/step-facts.ts';
import { readStepEffect } from '../actions/step-effect.ts';
import { loadStepSituation } from '../actions/step-situation.ts';
import { tasker } from '../connection.ts';

export const stepResolve = tasker.write({
  name: 'step_resolve',
  title: 'Resolve a step',
  toolset: 'actions',
  risk: 'destructive',
  description:
    'Mark a step as resolved without a result, so that the steps behind it may run. Use step_complete when they read its result.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('Its task'),
    step_uuid: z.uuid().describe('The step, from task_inspect'),
    reason: z.string().min(1).max(1_000).describe('Why it needs no result'),
    resolved_by: z.string().optional().describe('Who acts; else the caller'),
  }),
  output: z.object({ task_uuid: z.string(), step_uuid: z.string(), name: z.string(), state: z.string() }),
  // A failed step has nothing to lose; the preview raises the risk for every other one.
  classify: () => ({ risk: 'reversible' }),
  async preview({ input, reader, principal, profile, signal, clock }) {
    const situation = await loadStepSituation({ place: input, reader, signal });
    const acting = actingAs({ field: 'resolved_by', given: input.resolved_by, principal: principal.id });
    return previewFinish({
      situation,
      verb: 'Resolve',
      profile: profile.name,
      nowMs: clock.now(),
      changes: [
        `state: ${situation.step.current_state} → resolved_manually`,
        ...sentLines({ reason: input.reason, resolved_by: acting.name }),
      ],
      warnings: [
        ...readersPhrase(situation).map((who) => `${who} and will find the results as they are now: resolving stores none.`),
        'Tasker stores neither the reason nor resolved_by; the audit here keeps both.',
        ...acting.warnings,
      ],
    });
  },
  async execute({ input, writer, principal, signal }) {
    const { task_uuid, step_uuid, reason } = input;
    const { name } = actingAs({ field: 'resolved_by', given: input.resolved_by, principal: principal.id });
    const action = { action_type: 'resolve_manually', reason, resolved_by: name } as const;
    return finishedStep(await writer.actOnStep({ taskUuid: task_uuid, stepUuid: step_uuid, action, signal }));
  },
  verify: ({ input, reader, signal, clock }) => readStepEffect({ place: input, reader, signal, nowMs: clock.now() }),
  reconcile: async ({ input, reader, signal }) => {
    const step = await reader.getStep({ taskUuid: input.task_uuid, stepUuid: input.step_uuid, signal });
    return wasResolved(step) ? { result: finishedStep(step) } : 'unknown';
  },
});
