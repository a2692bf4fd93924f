import { definePrompt, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const reviewPerformance = definePrompt({
  name: 'review_performance',
  title: 'Review performance',
  description: 'Throughput, durations and success over a window, the steps worth optimising, and the tasks of one namespace.',
  args: z.object({
    namespace: z.string().optional().describe('The tasks to look at in detail; "production" when left out.'),
    hours: z
      .string()
      .regex(/^\d{1,3}$/)
      .optional()
      .describe('The window; 168 (a week) when left out.'),
  }),
  tools: ['analytics_performance', 'analytics_bottlenecks', 'task_list'],
  render: ({ args: { namespace = 'production', hours = '168' } }) =>
    procedure({
      purpose: `Review the performance of Tasker over ${hours} hours; change nothing.`,
      steps: [
        `\`analytics_performance\` with hours ${hours}: tasks, durations, success and error rate, real rates per hour, percentiles with their sample.`,
        '`analytics_bottlenecks`: the steps with the highest count × time, with handlers. They cover the last 24 hours only.',
        `\`task_list\` with namespace "${namespace}", status "complete" and limit 50: is there a trend in how long tasks take?`,
        '`task_inspect` of the slowest of them: which step took the time?',
      ],
      end: 'End with the three changes that would save most time, each with count × time as its evidence, and with what the figures cannot show.',
    }),
});
