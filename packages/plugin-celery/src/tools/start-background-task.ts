import { celery } from '../connection.ts';
import { executeStart, reconcileStart } from '../start/execute-start.ts';
import { previewStart } from '../start/preview-start.ts';
import { startAnswer, startRequest } from '../start/start-request.ts';

export const startBackgroundTask = celery.write({
  name: 'start_background_task',
  title: 'Start a task',
  toolset: 'tasks',
  risk: 'additive',
  description: 'Start a Celery background task and return its id at once. Use wait_for_task to follow it.',
  input: startRequest,
  output: startAnswer,
  aliases: [
    {
      name: 'start_background_task_tool',
      input: ({ params, ...rest }) => (params === undefined || params === null ? rest : { ...rest, params }),
      output: (answer) => (answer['status'] === 'executed' ? originalAnswer(answer['result']) : answer),
    },
  ],
  preview: previewStart,
  execute: executeStart,
  reconcile: reconcileStart,
});

const original = startAnswer.pick({
  task_id: true,
  task_type: true,
  status: true,
  estimated_duration: true,
  queued_at: true,
  message: true,
});

// The answer of a write whose answer was lost may be without a result.
const originalAnswer = (result: unknown) => original.safeParse(result).data ?? {};
