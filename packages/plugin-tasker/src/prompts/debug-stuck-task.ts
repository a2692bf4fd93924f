import { definePrompt, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const debugStuckTask = definePrompt({
  name: 'debug_stuck_task',
  title: 'Debug a stuck task',
  description: 'Find out why a workflow task does not complete: the task, the step that holds it, its error and its history.',
  args: z.object({
    task_uuid: z.string().optional().describe('The task, when it is known.'),
    namespace: z.string().optional().describe('Where to look for it otherwise, such as "analytics".'),
  }),
  tools: ['task_list', 'task_inspect', 'step_inspect', 'step_audit'],
  render: ({ args: { task_uuid: task, namespace } }) =>
    procedure({
      purpose: `A workflow ${task === undefined ? `task${namespace === undefined ? '' : ` in the namespace "${namespace}"`}` : `task, ${task},`} does not complete. Find out why; change nothing.`,
      steps: [
        '`connection_status`: is the Tasker server up? If not, say so and stop.',
        ...(task === undefined
          ? [
              `\`task_list\` with status "incomplete"${namespace === undefined ? '' : ` and namespace "${namespace}"`}: which tasks are stuck? With several, take the one that failed or waits longest, and name the others. If complete is false, say how many rows were looked at.`,
            ]
          : []),
        '`task_inspect` of that task: its state, the steps in error, and which steps wait for which parents.',
        '`step_inspect` of the step that holds the others: handler, input, error, attempts. Say whether the error is transient or permanent, and on what this rests.',
        '`step_audit` of the same step: what happened when, on which worker, and who has acted by hand already. Mind what the trail says it does not contain.',
        '`task_visualize` if the order of the steps matters for the explanation.',
      ],
      end: 'End with the cause in two sentences, the evidence with UUIDs and times, whether the task will go on by itself, and which action (`step_retry`, `step_resolve`, `step_complete`, `task_cancel`) would help. Do not take it.',
    }),
});
