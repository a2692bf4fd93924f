import { definePrompt, oneWriteAtATime, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const remediateDlq = definePrompt({
  name: 'remediate_dlq',
  title: 'Repair a dead letter',
  description: 'Repair the task behind a dead-letter entry and close the entry, one confirmed change at a time.',
  args: z.object({ task_uuid: z.string().optional().describe('The task; the entry of the highest priority when left out.') }),
  tools: ['dlq_inspect', 'task_inspect', 'step_retry', 'step_complete', 'step_resolve', 'dlq_update'],
  render: ({ args: { task_uuid: task } }) =>
    procedure({
      purpose: `Repair ${task === undefined ? 'the most urgent dead-letter entry' : `the task ${task}`} with me. ${oneWriteAtATime}`,
      steps: [
        ...(task === undefined ? ['`dlq_queue` with limit 1: which entry is it?'] : []),
        '`dlq_inspect`: the entry, the failed step and its error.',
        '`task_inspect`: the state of the task, and the steps that wait behind the failed one.',
        'Choose with me: `step_retry` where the cause is gone, `step_complete` where the result is known from elsewhere, `step_resolve` where the step is not needed, `task_cancel` where the task is not wanted. The preview says whether the task will go on afterwards.',
        '`task_inspect` again: did the task go on? Where it did not and cannot, offer `task_submit` with the same context and an idempotency_key of its own.',
        '`dlq_update`: close the entry with what was done as its notes. Closing it repairs nothing by itself.',
        '`step_audit`: what is recorded now, here and on the server.',
      ],
      end: 'End with what was changed, by whom, with the receipts, and with what is left to do.',
    }),
});
