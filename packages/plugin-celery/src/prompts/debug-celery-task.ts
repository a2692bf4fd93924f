import { definePrompt, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const debugCeleryTask = definePrompt({
  name: 'debug_celery_task',
  title: 'Debug a stuck Celery task',
  description: 'Find out why a Celery task does not run, does not end or has vanished.',
  args: z.object({ task_id: z.string().optional().describe('The task, when it is known.') }),
  tools: ['list_active_tasks', 'celery_diagnose', 'get_task_status', 'task_log'],
  render: ({ args: { task_id: task } }) =>
    procedure({
      purpose: `${task === undefined ? 'A Celery task' : `The Celery task ${task}`} does not come to its end. Find out why; change nothing.`,
      steps: [
        ...(task === undefined
          ? [
              '`list_active_tasks`: which tasks wait, run for long, or are with a silent worker? Mind how many workers answered. Take the oldest.',
            ]
          : []),
        '`get_task_status`: its state, and on what that rests.',
        '`celery_diagnose` with its task_id: the cause for this task, then the findings, the worst first. Say what was skipped: what could not be seen is not fine.',
        '`task_log`: what happened to it when, on which worker. It only knows what was heard since this server started.',
        '`queue_peek` of its queue if it waits: what is before it?',
      ],
      end: 'End with the cause in two sentences, the evidence with names and times, whether the task will go on by itself, and what would help (start a worker, correct a route, `cancel_task`, `retry_task`). Do not take that step.',
    }),
});
