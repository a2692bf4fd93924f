import { LineclearError } from '@lineclear/core/plugin';

/** The error for a record that is there and cannot be read. What it says is not repeated: anybody may have written it. */
export const malformedResult = ({ taskId, reason, bytes }: { taskId: string; reason: string; bytes: number }): LineclearError =>
  new LineclearError('upstream_error', `The result of task ${taskId} cannot be read. ${reason}`, {
    hint: 'Set result_serializer to json in the workers; list_active_tasks and task_log still show the task.',
    details: { reason: 'malformed_result', task_id: taskId, bytes },
    effect: 'none',
  });
