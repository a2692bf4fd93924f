import { definePrompt, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const triageDlq = definePrompt({
  name: 'triage_dlq',
  title: 'Triage the dead-letter queue',
  description: 'See what the dead-letter queue holds, what to look at first, and why the first entries failed.',
  args: z.object({
    entries: z
      .string()
      .regex(/^[1-9]$/)
      .optional()
      .describe('How many entries to look into; 3 when left out.'),
  }),
  tools: ['dlq_stats', 'dlq_queue', 'dlq_list', 'dlq_inspect', 'task_inspect', 'step_inspect'],
  render: ({ args: { entries = '3' } }) =>
    procedure({
      purpose: `Triage Tasker's dead-letter queue; change nothing.`,
      steps: [
        '`dlq_stats`: how many entries by reason, how many are pending, how long resolving takes. Which reason prevails?',
        `\`dlq_queue\` with limit ${entries}: the entries with the highest priority, and what makes up their score.`,
        '`dlq_list` with resolution_status "pending": do the entries share a namespace, a task name or an hour?',
        '`dlq_inspect` of each entry of the queue: its snapshot, and the failed step with error, backtrace and attempts.',
        '`task_inspect` of the task: what it was for, what waits behind the failed step.',
        '`step_inspect` of the failed step: input and result.',
      ],
      end: 'End with a table: entry, task, failed step, cause, systemic or of this task alone, and what you propose for it (retry, complete by hand, resolve, cancel, give up). Say for each what the evidence is.',
    }),
});
