import { definePrompt, procedure } from '@lineclear/core/plugin';
import * as z from 'zod';

export const assessSystemHealth = definePrompt({
  name: 'assess_system_health',
  title: 'Assess the health of Tasker',
  description: 'A routine check of the orchestration server: components, configuration, stale tasks, throughput and bottlenecks.',
  args: z.object({
    hours: z
      .string()
      .regex(/^\d{1,3}$/)
      .optional()
      .describe('The window for figures; 24 when left out.'),
  }),
  tools: ['system_health', 'staleness_check', 'analytics_performance', 'analytics_bottlenecks'],
  render: ({ args: { hours = '24' } }) =>
    procedure({
      purpose: 'Assess the health of the Tasker server; change nothing.',
      steps: [
        '`connection_status` with refresh: true: which profiles answer, and how fast?',
        '`system_health`: the components that need attention, the pools and the circuit breakers.',
        '`system_config`: is what runs what was meant to run (messaging, pool sizes, authentication)? Where the endpoint is switched off, say so and go on.',
        '`staleness_check`: tasks beyond or near the time they may spend in a state.',
        `\`analytics_performance\` with hours ${hours}: throughput, error rate, percentiles; name the sample they come from.`,
        '`analytics_bottlenecks`: the steps that cost most, with their handlers.',
      ],
      end: 'End with one line per area (connections, components, configuration, staleness, performance): good, worth watching or broken, each with the figure that says so. Then what should be looked at first.',
    }),
});
