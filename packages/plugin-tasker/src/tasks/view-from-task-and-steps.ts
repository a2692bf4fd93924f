import type { Step } from '../schemas/step.ts';
import type { Task } from '../schemas/task.ts';
import { failureOf } from '../results/failure.ts';
import type { DlqState, StepView, TaskFacts, TaskView } from './task-view.ts';

/** A view for servers without the summary: handlers, step types and the names of dependencies are not known. */
export const viewFromTaskAndSteps = ({ task, steps, dlq }: { task: Task; steps: readonly Step[]; dlq: DlqState }): TaskView => ({
  source: 'task_and_steps',
  task: toFacts(task),
  steps: steps.map(toStep),
  dlq,
  notes: [
    'The server has no task summary: handlers, step types, retryable and the names of dependencies and of blocking parents are not known.',
    ...(dlq.in_dlq === null ? ['The credentials may not read the dead-letter queue: its state is not known.'] : []),
  ],
});

// What only a single task has must not depend on which server was asked.
const toFacts = (task: Task): TaskFacts => {
  const { context: _context, steps: _steps, tags: _tags, priority: _priority, ready_steps: _ready, ...facts } = task;
  const { parent_correlation_id: _parent, ...common } = facts;
  return common;
};

const toStep = (step: Step): StepView => {
  const failure = failureOf(step.results);
  return {
    uuid: step.step_uuid,
    name: step.name,
    state: step.current_state,
    handler: null,
    step_type: null,
    dependencies: null,
    dependents: null,
    // Without parents nothing can block; that much is known.
    blocking_parents: step.total_parents === step.completed_parents ? [] : null,
    total_parents: step.total_parents,
    completed_parents: step.completed_parents,
    attempts: step.attempts,
    max_attempts: step.max_attempts,
    retry_eligible: step.retry_eligible,
    dependencies_satisfied: step.dependencies_satisfied,
    retryable: null,
    error: failure === undefined ? null : { type: failure.type, retryable: failure.retryable, status_code: failure.status_code },
    created_at: step.created_at,
    completed_at: step.completed_at,
    last_attempted_at: step.last_attempted_at,
    next_retry_at: step.next_retry_at,
  };
};
