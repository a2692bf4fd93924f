import type { SchemaObject } from 'ajv/dist/2020.js';

const naive = '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}$';
const naiveStamp = { type: 'string', pattern: naive };
const naiveOrNull = { type: ['string', 'null'], pattern: naive };
const stampOrNull = { type: ['string', 'null'], format: 'date-time' };

const setFields =
  (fields: SchemaObject) =>
  (schema: SchemaObject): void => {
    Object.assign(schema['properties'], fields);
  };

/** Where the vendor's description differs from what the server sends. */
export const overrides: Readonly<Record<string, (schema: SchemaObject) => void>> = {
  // The description shows the server's own enum.
  ApiError: (schema) => {
    delete schema['oneOf'];
    Object.assign(schema, {
      type: 'object',
      required: ['error'],
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string', pattern: '^[A-Z_]+$' },
            message: { type: 'string' },
            retry_after_seconds: { type: 'integer' },
          },
        },
      },
    });
  },
  // These are printed without a zone.
  DlqEntry: setFields({
    dlq_timestamp: naiveStamp,
    created_at: naiveStamp,
    updated_at: naiveStamp,
    resolution_timestamp: naiveOrNull,
  }),
  DlqStats: setFields({ oldest_entry: naiveOrNull, newest_entry: naiveOrNull }),
  DlqInvestigationQueueEntry: setFields({ dlq_timestamp: naiveStamp }),
  StepReadinessStatus: setFields({
    last_failure_at: naiveOrNull,
    next_retry_at: naiveOrNull,
    last_attempted_at: naiveOrNull,
  }),
  TaskResponse: setFields({ completed_at: { type: 'null' } }),
  TemplateDetail: setFields({ configuration: { type: 'null' } }),
  StepDefinition: setFields({ result_schema: { type: 'object' } }),
};

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const flag = { type: 'boolean' };
const object = (required: SchemaObject, optional: SchemaObject = {}): SchemaObject => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

/** The answer of `/v1/tasks/{uuid}/summary`, which the description does not know. */
export const summary: SchemaObject = object({
  task: object(
    {
      task_uuid: { type: 'string', format: 'uuid' },
      name: text,
      namespace: text,
      version: text,
      status: text,
      created_at: { type: 'string', format: 'date-time' },
      updated_at: { type: 'string', format: 'date-time' },
      initiator: text,
      source_system: text,
      reason: text,
      correlation_id: { type: 'string', format: 'uuid' },
      total_steps: count,
      pending_steps: count,
      in_progress_steps: count,
      completed_steps: count,
      failed_steps: count,
      completion_percentage: { type: 'number' },
      health_status: text,
      execution_status: text,
    },
    { completed_at: stampOrNull, recommended_action: text },
  ),
  template: object({
    steps: {
      type: 'array',
      items: object({
        name: text,
        step_type: text,
        handler: text,
        dependencies: { type: 'array', items: text },
        retryable: flag,
        max_attempts: count,
      }),
    },
  }),
  steps: {
    type: 'array',
    items: object(
      {
        step_uuid: { type: 'string', format: 'uuid' },
        name: text,
        current_state: text,
        attempts: count,
        max_attempts: count,
        dependencies_satisfied: flag,
        retry_eligible: flag,
      },
      {
        created_at: stampOrNull,
        completed_at: stampOrNull,
        last_attempted_at: stampOrNull,
        error: object({ retryable: flag }, { error_type: text, status_code: { type: 'integer' } }),
      },
    ),
  },
  dlq: object(
    { in_dlq: flag },
    { dlq_reason: { type: 'string', pattern: '^[a-z_]+$' }, resolution_status: { type: 'string', pattern: '^[a-z_]+$' } },
  ),
  links: object({ task: text, steps: text, dlq: text }),
});
