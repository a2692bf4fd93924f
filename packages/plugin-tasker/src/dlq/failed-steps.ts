import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { satisfiedStepStates } from '../schemas/states.ts';
import { failureOf } from '../results/failure.ts';
import type { StepView, TaskView } from '../tasks/task-view.ts';
import { attempt, toAttempts } from './attempts.ts';
import { ifAllowed } from '../client/if-allowed.ts';

/** A step with the error of its last attempt and what its audit has of the others. Each part names the answer that it comes from. */
export const failedStep = z.object({
  step_uuid: z.string(),
  name: z.string(),
  state: z.string(),
  attempts: z.number(),
  max_attempts: z.number(),
  retry_eligible: z.boolean(),
  next_retry_at: z.string().nullable(),
  handler: z.string().nullable(),
  handler_source: z.string().nullable(),
  error: z
    .object({
      message: z.string().nullable(),
      type: z.string().nullable(),
      status_code: z.number().nullable(),
      class: z.enum(['transient', 'permanent', 'unknown']),
      why: z.string(),
      retryable: z.boolean().nullable(),
      backtrace: z.array(z.string()),
      backtrace_left_out: z.int(),
    })
    .nullable(),
  source: z.string().describe('The answer with state, attempts and error.'),
  audit: z.object({ attempts: z.array(attempt), rows: z.int(), source: z.string() }).nullable(),
});
export type FailedStep = z.output<typeof failedStep>;

// Three whole errors fit an answer; a task with more is better read with step_inspect.
export const shownFailed = 3;

export const isFailed = (step: StepView): boolean =>
  step.state === 'error' || (step.error !== null && !satisfiedStepStates.includes(step.state) && step.state !== 'cancelled');

/** Steps at which a task stands without an error: under way, or waiting to be. */
export const isUnderWay = (step: StepView): boolean =>
  !isFailed(step) && !['pending', 'error', 'cancelled', ...satisfiedStepStates].includes(step.state);

/** Reads the first failed steps of a task, two requests for each. `undefined` where the credentials may not read steps. */
export const readFailedSteps = async ({
  view,
  reader,
  signal,
}: {
  view: TaskView;
  reader: TaskerReader;
  signal: AbortSignal;
}): Promise<FailedStep[] | undefined> =>
  ifAllowed(() =>
    Promise.all(
      view.steps
        .filter(isFailed)
        .slice(0, shownFailed)
        .map((step) => readFailedStep({ step, view, reader, signal })),
    ),
  );

const readFailedStep = async ({
  step: { uuid: stepUuid, handler },
  view,
  reader,
  signal,
}: {
  step: StepView;
  view: TaskView;
  reader: TaskerReader;
  signal: AbortSignal;
}): Promise<FailedStep> => {
  const { task_uuid: taskUuid } = view.task;
  const [step, rows] = await Promise.all([
    reader.getStep({ taskUuid, stepUuid, signal }),
    ifAllowed(() => reader.listStepAudit({ taskUuid, stepUuid, signal })),
  ]);
  const source = `tasks/${taskUuid}/workflow_steps/${stepUuid}`;
  return {
    step_uuid: step.step_uuid,
    name: step.name,
    state: step.current_state,
    attempts: step.attempts,
    max_attempts: step.max_attempts,
    retry_eligible: step.retry_eligible,
    // The server computes a time even for a step that will never be tried again.
    next_retry_at: step.retry_eligible ? step.next_retry_at : null,
    handler,
    handler_source: handler === null ? null : `tasks/${taskUuid}/summary`,
    error: toError(step.results),
    source,
    audit: rows === undefined ? null : { attempts: [...toAttempts(rows)], rows: rows.length, source: `${source}/audit` },
  };
};

const toError = (results: unknown): FailedStep['error'] => {
  const failure = failureOf(results);
  return failure === undefined ? null : { ...failure, backtrace: [...failure.backtrace] };
};
