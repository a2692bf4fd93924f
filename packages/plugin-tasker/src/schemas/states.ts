/** Every state of a task (tasker-core, task state machine). */
export const taskStates = [
  'pending',
  'initializing',
  'enqueuing_steps',
  'steps_in_process',
  'evaluating_results',
  'waiting_for_dependencies',
  'waiting_for_retry',
  'blocked_by_failures',
  'complete',
  'error',
  'cancelled',
  'resolved_manually',
] as const;
export type TaskState = (typeof taskStates)[number];

/** A task in one of these never changes again. */
export const terminalTaskStates: readonly string[] = [
  'complete',
  'error',
  'cancelled',
  'resolved_manually',
] satisfies TaskState[];

/** The server looks for work only in tasks of these states: a step that is ready elsewhere waits for ever. */
export const polledTaskStates: readonly string[] = [
  'pending',
  'waiting_for_dependencies',
  'waiting_for_retry',
] satisfies TaskState[];

/** A dependent step may start once all its parents are in one of these. */
export const satisfiedStepStates: readonly string[] = ['complete', 'resolved_manually'];

export const resolutionStatuses = ['pending', 'manually_resolved', 'permanently_failed', 'cancelled'] as const;
export type ResolutionStatus = (typeof resolutionStatuses)[number];
