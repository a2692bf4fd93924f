// Answers as the server gives them, for tests that need shapes which the sandbox does not make.

const at = '2026-03-01T10:00:00Z';

interface SummaryStep {
  readonly name: string;
  readonly state: string;
  readonly dependencies?: readonly string[];
  readonly error?: object;
  readonly attempts?: number;
}

export const stepUuid = (name: string): string =>
  `0197a0b4-0000-7000-9000-${Buffer.from(name.padEnd(6, ' ')).toString('hex').slice(-12).padStart(12, '0')}`;

const facts = {
  initiator: 'tester',
  source_system: 'tests',
  reason: 'a test',
  correlation_id: '0197a0b4-0000-7000-8000-00000000c0de',
};

export const taskBody = ({
  uuid,
  status = 'steps_in_process',
  ...more
}: {
  uuid: string;
  status?: string;
  [key: string]: unknown;
}) => ({
  task_uuid: uuid,
  name: 'import',
  namespace: 'analytics',
  version: '1.0.0',
  status,
  created_at: at,
  updated_at: at,
  completed_at: null,
  context: { order_id: 7 },
  ...facts,
  priority: 0,
  tags: [],
  parent_correlation_id: null,
  total_steps: 3,
  pending_steps: 1,
  in_progress_steps: 0,
  completed_steps: 1,
  failed_steps: 1,
  ready_steps: 0,
  execution_status: 'blocked_by_failures',
  recommended_action: 'handle_failures',
  completion_percentage: 33.33,
  health_status: 'blocked',
  steps: [],
  ...more,
});

export const stepBody = ({
  name,
  state,
  results = null,
  totalParents = 0,
  completedParents = 0,
}: {
  name: string;
  state: string;
  results?: unknown;
  totalParents?: number;
  completedParents?: number;
}) => ({
  step_uuid: stepUuid(name),
  task_uuid: '0197a0b4-0000-7000-8000-000000000001',
  name,
  created_at: at,
  updated_at: at,
  completed_at: null,
  results,
  current_state: state,
  dependencies_satisfied: totalParents === completedParents,
  retry_eligible: true,
  ready_for_execution: false,
  total_parents: totalParents,
  completed_parents: completedParents,
  attempts: 1,
  max_attempts: 3,
  last_failure_at: null,
  next_retry_at: null,
  last_attempted_at: null,
});

export const summaryBody = ({
  uuid,
  status = 'blocked_by_failures',
  steps,
}: {
  uuid: string;
  status?: string;
  steps: readonly SummaryStep[];
}) => {
  const { context: _context, priority: _priority, tags: _tags, steps: _steps, ...task } = taskBody({ uuid, status });
  return {
    task: { ...task, total_steps: steps.length },
    template: {
      steps: steps.map(({ name, dependencies = [] }) => ({
        name,
        step_type: 'standard',
        handler: `handlers.${name}`,
        dependencies,
        retryable: true,
        max_attempts: 3,
      })),
    },
    steps: steps.map(({ name, state, error, attempts = 1 }) => ({
      step_uuid: stepUuid(name),
      name,
      current_state: state,
      created_at: at,
      attempts,
      max_attempts: 3,
      dependencies_satisfied: true,
      retry_eligible: state === 'error' && attempts < 3,
      ...(error === undefined ? {} : { error }),
    })),
    dlq: { in_dlq: false, dlq_reason: null, resolution_status: null },
    links: {},
  };
};
