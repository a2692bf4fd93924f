import { LineclearError } from '@lineclear/core/plugin';

/** The key names another task already. */
export const keyReused = (taskId: string): LineclearError =>
  new LineclearError('conflict', `This idempotency key was used to start task ${taskId} with other arguments.`, {
    hint: 'Give another key for another task, or the same arguments to get that one.',
    details: { reason: 'idempotency_key_reused', task_id: taskId },
    effect: 'none',
  });

/** Another process sends it at this moment, or died a moment ago. */
export const inProgress = (taskId: string): LineclearError =>
  new LineclearError('conflict', `Task ${taskId} is being started elsewhere at this moment.`, {
    hint: 'Ask get_task_status for it; when it is unknown there after half a minute, start it again with the same key.',
    retryAfterS: 30,
    details: { reason: 'start_in_progress', task_id: taskId },
    effect: 'none',
  });

export const tookTooLong = (taskId: string): LineclearError =>
  new LineclearError('timeout', `Task ${taskId} was not sent: it took too long from its claim to here.`, {
    hint: 'Start it again; nothing was sent.',
    details: { reason: 'start_took_too_long', task_id: taskId },
    effect: 'none',
  });

export const unclearStart = (taskId: string): LineclearError =>
  new LineclearError('unknown_outcome', `Whether task ${taskId} was sent cannot be told: a start of it was cut off before.`, {
    hint: 'Ask get_task_status for it before starting it under another key.',
    details: { reason: 'start_unclear', task_id: taskId },
  });
