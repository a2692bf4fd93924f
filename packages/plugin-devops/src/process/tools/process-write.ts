import * as z from 'zod';
import { workspace } from '../../workspace/connection.ts';
import { pickState, processFields, processId } from './process-fields.ts';
import { processStart } from './process-start.ts';

export const processWrite = workspace.coveredWrite({
  name: 'process_write',
  title: 'Send input',
  toolset: 'workspace',
  risk: 'reversible',
  description:
    'Send a line to a started process; shells and REPLs need a grant of the profile. Use process_read for what it answers.',
  input: z.strictObject({
    process_id: processId,
    text: z
      .string()
      .refine((text) => text.length <= 65_536, 'Longer than 65536 characters.')
      .describe('Such as "yes".'),
    newline: z.boolean().default(true).describe('Add a line end.'),
    end: z.boolean().default(false).describe('End its input.'),
  }),
  output: z.object({ ...processFields }),
  coveredBy: processStart,
  covering: ({ input, reader, principal }) => reader.processes.planOf({ id: input.process_id, principal: principal.id }),
  execute: async ({ input, writer, principal, coveringPlan }) => {
    const { process_id: id, text, newline, end } = input;
    return pickState(await writer.processes.write({ id, principal: principal.id, planId: coveringPlan, text, newline, end }));
  },
});
