import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import type { TaskerReader } from '../client/tasker-reader.ts';
import type { Step } from '../schemas/step.ts';
import { resultsOf } from '../results/results.ts';
import { actingAs } from './acting-as.ts';
import { sentLines } from './sent-lines.ts';
import { outlookAfterRepair, outlookWarnings } from './outlook.ts';
import { downstreamFacts, downstreamPhrase, stepFacts } from './step-facts.ts';
import { guardOf, type StepGuard } from './step-guard.ts';
import { loadStepSituation, type StepPlace, type StepSituation } from './step-situation.ts';

/** What a reset would come to: refused with `conflict` for a step that is not in `error`, as the server would. */
export const previewRetry = async ({
  place,
  resetBy,
  reason,
  principal,
  profile,
  reader,
  signal,
  nowMs,
}: {
  readonly place: StepPlace;
  readonly resetBy: string | undefined;
  readonly reason: string;
  readonly principal: string;
  readonly profile: string;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}): Promise<Preview<StepGuard>> => {
  const situation = await loadStepSituation({ place, reader, signal });
  const { step, task, view, otherFailures } = situation;
  const hasAttempts = step.attempts < step.max_attempts;
  const acting = actingAs({ field: 'reset_by', given: resetBy, principal });
  const forTask = { view, otherFailures, ready: step.dependencies_satisfied ? 1 : 0, nowMs };
  return {
    description: `Reset step ${quoted(step.name)} of ${quoted(task.name)} (${task.status}) in ${profile} for a retry, attempts ${step.attempts} of ${step.max_attempts}: ${downstreamPhrase(situation)}.`,
    guard: guardOf(situation),
    ...(step.current_state === 'error' ? {} : { refusal: notInError(situation) }),
    before: stepFacts(situation),
    changes: sentLines({ reason, reset_by: acting.name }),
    details: {
      downstream: downstreamFacts(situation),
      ...outlookAfterRepair({ ...forTask, stepCanRun: hasAttempts }),
    },
    warnings: [
      ...(hasAttempts
        ? []
        : [
            `Tasker does not give the attempts back: they stay at ${step.attempts} of ${step.max_attempts}, and the step will not run. Use step_complete or step_resolve, or submit the task again.`,
          ]),
      ...outlookWarnings(outlookAfterRepair({ ...forTask, stepCanRun: true })),
      'Tasker stores neither the reason nor reset_by; the audit here keeps both.',
      ...acting.warnings,
    ],
  };
};

/**
 * Whether the step is where only a reset can have taken it. Not so where another operator may have done it, and where nothing changed: a
 * request that was given up may still be at work.
 */
export const wasReset = ({ step, guard }: { readonly step: Step; readonly guard: StepGuard }): boolean => {
  const { current_state: state, attempts, results } = step;
  if (state === 'error') return attempts > guard.attempts;
  if (state === 'complete') return resultsOf(results)?.metadata?.custom?.['manually_completed'] !== true;
  return state !== 'resolved_manually' && state !== 'cancelled';
};

const notInError = ({ step, task }: StepSituation): LineclearError => {
  const { current_state: state } = step;
  return new LineclearError('conflict', `The step is ${state}; Tasker resets a step in error only.`, {
    hint: hints.get(state) ?? 'It may still finish by itself: look at it again with step_inspect.',
    details: {
      reason: 'step_not_in_error',
      step_state: state,
      attempts: step.attempts,
      next_retry_at: step.next_retry_at,
      task_state: task.status,
    },
    effect: 'none',
  });
};

const hints: ReadonlyMap<string, string> = new Map(
  Object.entries({
    complete: 'It has succeeded. To run the work once more, submit the task again.',
    resolved_manually: 'Somebody has resolved it by hand. To store a result for the steps behind it, use step_complete.',
    cancelled: 'It was cancelled with its task. Submit the task again.',
    waiting_for_retry: 'Tasker retries it by itself; details.next_retry_at says when.',
    pending: 'It waits to run already: task_inspect says for what.',
  }),
);
