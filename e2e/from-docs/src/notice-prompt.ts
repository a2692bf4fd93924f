import { definePrompt } from '@lineclear/core/plugin';
import * as z from 'zod';

const audiences = ['customers', 'engineers', 'support'];

export const maintenanceNotice = definePrompt({
  name: 'maintenance_notice',
  description: 'Write the notice for a maintenance window.',
  args: z.object({
    id: z.string().describe('The id of the window'),
    audience: z.string().describe('Who reads it, for example customers'),
  }),
  complete: { audience: (prefix) => audiences.filter((audience) => audience.startsWith(prefix)) },
  render: ({ args }) => `Read the maintenance window ${args.id} with window_get and write a short notice for ${args.audience}.`,
});
