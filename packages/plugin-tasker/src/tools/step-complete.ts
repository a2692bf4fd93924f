import * as z from 'zod';
import { actingAs } from '../actions/acting-as.ts';
import { finishedStep, previewFinish, wasCompleted } from '../actions/finish.ts';
import { checkResult } from '../actions/result-schema.ts';
import { sentLines, sentObject } from '../actions/sent-lines.ts';
import { objectFacts } from '../actions/shown-json.ts';
import { readersPhrase } from '../actions/step-facts.ts';
import { readStepEffect } from '../actions/step-effect.ts';
import { loadStepSituation } from '../actions/step-situation.ts';
import { tasker } from '../connection.ts';

export const stepComplete = tasker.write({
  name: 'step_complete',
  title: 'Complete a step',
  toolset: 'actions',
  risk: 'destructive',
  description: 'Complete a step by hand with a result, which the steps behind it read. Use step_resolve when none reads it.',
  input: z.strictObject({
    task_uuid: z.uuid().describe('Its task'),
    step_uuid: z.uuid().describe('The step, from task_inspect'),
    result: z.record(z.string(), z.unknown()).describe('What it should have yielded, such as {"total": 12}'),
    reason: z.string().min(1).max(1_000).describe('Why; stored with the result'),
    completed_by: z.string().optional().describe('Who acts; else the caller'),
    metadata: z.record(z.string(), z.unknown()).optional().describe('Kept beside the result'),
  }),
  output: z.object({ task_uuid: z.string(), step_uuid: z.string(), name: z.string(), state: z.string() }),
  // A failed step has nothing to lose; the preview raises the risk for every other one.
  classify: () => ({ risk: 'reversible' }),
  async preview({ input, reader, principal, profile, signal, clock }) {
    const { result, metadata } = input;
    const situation = await loadStepSituation({ place: input, reader, signal });
    const { task, step } = situation;
    const check = await checkResult({ template: task, stepName: step.name, result, reader, signal });
    const acting = actingAs({ field: 'completed_by', given: input.completed_by, principal: principal.id });
    return previewFinish({
      situation,
      verb: 'Complete',
      profile: profile.name,
      nowMs: clock.now(),
      details: { result: objectFacts(result), result_schema: check.schema },
      changes: [
        `state: ${step.current_state} → complete`,
        ...sentObject({ field: 'result', object: result }),
        ...sentObject({ field: 'metadata', object: metadata }),
        ...sentLines({ reason: input.reason, completed_by: acting.name }),
      ],
      warnings: [
        ...check.problems.map((problem) => `The template's schema of this result: ${problem}.`),
        ...readersPhrase(situation).map((who) => `${who} and will work with this one.`),
        ...acting.warnings,
      ],
    });
  },
  async execute({ input, writer, principal, signal }) {
    const { task_uuid, step_uuid, result, reason, metadata } = input;
    const { name } = actingAs({ field: 'completed_by', given: input.completed_by, principal: principal.id });
    const action = {
      action_type: 'complete_manually',
      completion_data: { result, metadata },
      reason,
      completed_by: name,
    } as const;
    return finishedStep(await writer.actOnStep({ taskUuid: task_uuid, stepUuid: step_uuid, action, signal }));
  },
  verify: ({ input, reader, signal, clock }) => readStepEffect({ place: input, reader, signal, nowMs: clock.now() }),
  reconcile: async ({ input, reader, signal }) => {
    const step = await reader.getStep({ taskUuid: input.task_uuid, stepUuid: input.step_uuid, signal });
    return wasCompleted({ step, result: input.result }) ? { result: finishedStep(step) } : 'unknown';
  },
});
