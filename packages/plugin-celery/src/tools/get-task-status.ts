import type { Alias, JsonObject, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { celery } from '../connection.ts';
import { lookAtTask } from '../tasks/look-at-task.ts';
import { statusAnswer } from '../tasks/status-answer.ts';

/** The seven fields that the tool of this name always answered. */
const original: Alias = {
  name: 'get_task_status_tool',
  output: ({ task_id, status, progress, result, error, started_at, completed_at }): JsonObject => ({
    task_id: task_id ?? null,
    status: status ?? null,
    progress: isObject(progress) && typeof progress['percent'] === 'number' ? progress['percent'] : endsAt(status),
    result: isObject(result) ? (result['value'] ?? null) : null,
    error: isObject(error) ? [error['type'], error['message']].filter((part) => typeof part === 'string').join(': ') : null,
    started_at: started_at ?? null,
    completed_at: completed_at ?? null,
  }),
};

export const getTaskStatus = celery.read({
  name: 'get_task_status',
  title: 'Task status',
  toolset: 'tasks',
  description:
    'Say what is true of one Celery task, from queued to finished, failed or lost, with progress, result or error. Use wait_for_task instead of asking again.',
  input: z.strictObject({
    task_id: z.string().min(1).max(255).describe('Its id.'),
  }),
  output: statusAnswer,
  aliases: [original],
  run: async (call) => (await lookAtTask({ looker: call, taskId: call.input.task_id })).answer,
});

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// A number was always there: nothing yet, or all of it.
const endsAt = (status: JsonValue | undefined): number =>
  status === 'success' || status === 'failure' || status === 'revoked' ? 100 : 0;
