import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { Step } from '../model/records.ts';
import { zuluStamp } from '../model/stamps.ts';
import { isJsonObject } from './json.ts';
import { setStepState } from './step-moves.ts';

/** What an operator may do to a step. */
export type ManualAction =
  | { readonly action_type: 'reset_for_retry'; readonly reason: string; readonly reset_by: string }
  | { readonly action_type: 'resolve_manually'; readonly reason: string; readonly resolved_by: string }
  | {
      readonly action_type: 'complete_manually';
      readonly completion_data: { readonly result: JsonValue; readonly metadata?: JsonValue };
      readonly reason: string;
      readonly completed_by: string;
    };

/**
 * Does to a step what the server does: a reset (from `error` only) leaves attempts and task as they are; the other two work from
 * every state. Returns what the server would answer 400 with, or nothing when it was done.
 */
export const actOnStep = ({ step, action, atMs }: { step: Step; action: ManualAction; atMs: number }): string | undefined => {
  switch (action.action_type) {
    case 'reset_for_retry':
      if (step.state !== 'error') return `Cannot manually resolve step: invalid transition from ${step.state} to ResetForRetry`;
      setStepState({ step, state: 'pending', atMs });
      return undefined;
    case 'resolve_manually':
      setStepState({ step, state: 'resolved_manually', atMs });
      step.completedAtMs = atMs;
      return undefined;
    case 'complete_manually':
      step.results = manualResult({ step, action, atMs });
      setStepState({ step, state: 'complete', atMs });
      step.completedAtMs = atMs;
      return undefined;
  }
};

const manualResult = ({
  step,
  action,
  atMs,
}: {
  step: Step;
  action: ManualAction & { action_type: 'complete_manually' };
  atMs: number;
}): JsonObject => ({
  step_uuid: step.uuid,
  success: true,
  result: action.completion_data.result,
  status: 'completed',
  metadata: {
    execution_time_ms: 0,
    retryable: step.retryable,
    completed_at: zuluStamp(atMs),
    custom: {
      ...(isJsonObject(action.completion_data.metadata) ? action.completion_data.metadata : {}),
      manually_completed: true,
      completed_by: action.completed_by,
      completion_reason: action.reason,
    },
    context: {},
  },
});
