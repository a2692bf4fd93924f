import { definePrompt, oneWriteAtATime, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const respondToIncident = definePrompt({
  name: 'respond_to_incident',
  title: 'Respond to an incident',
  description: 'From the first alarm to the confirmed recovery of a Tasker system, with a hand-over between the roles.',
  args: z.object({ symptom: z.string().optional().describe('What was noticed, in a few words.') }),
  tools: ['system_health', 'staleness_check', 'dlq_stats', 'dlq_queue', 'task_inspect', 'step_audit', 'analytics_performance'],
  render: ({ args: { symptom } }) =>
    procedure({
      purpose: `There is an incident in Tasker${symptom === undefined ? '' : `: ${symptom}`}. Work through it role by role, and hand over UUIDs, times and error texts from each step to the next. ${oneWriteAtATime}`,
      steps: [
        'Reliability: `system_health`: which component is degraded, since when?',
        'Reliability: `staleness_check`: do tasks pile up, and in which state?',
        'Operations: `dlq_stats`: do dead letters rise with it, and for which reason?',
        'Operations: `dlq_queue`: which tasks and which patterns are hit?',
        'Engineering: `task_inspect` of two or three of them: how do they fail?',
        'Engineering: `step_audit` of their failed steps: what happened in which order, on which workers?',
        'All: agree on the cause and on the repair (`step_retry`, `step_complete`, `step_resolve`, `task_cancel`, `dlq_update`).',
        'Reliability: `analytics_performance` with hours 1 after the repair: is the error rate back to normal? Say what the window still contains.',
      ],
      end: 'End with a timeline, the cause, what was done and by whom, and what would have shown the trouble earlier.',
    }),
});
