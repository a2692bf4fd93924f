import { celery } from '../connection.ts';
import { executeRetry, reconcileRetry } from '../retry/execute-retry.ts';
import { previewRetry } from '../retry/preview-retry.ts';
import { retryAnswer, retryRequest } from '../retry/retry-call.ts';

export const retryTask = celery.write({
  name: 'retry_task',
  title: 'Retry a task',
  toolset: 'tasks',
  risk: 'additive',
  description:
    'Start a Celery task that ended or was lost again, with the same arguments. Use start_background_task where these are not known.',
  input: retryRequest,
  output: retryAnswer,
  preview: previewRetry,
  execute: executeRetry,
  reconcile: reconcileRetry,
});
